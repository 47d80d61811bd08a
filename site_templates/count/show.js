/** @import { State } from "./desk" */
import { element, field, fill, made, show, write } from "../one_file/elements.js";
import { language, table, word } from "../one_file/words.js";
import { keeps } from "./keeping.js";

/** Show a state of the desk. @param {State} state */
export function showState(state) {
  document.documentElement.dataset.stage = state.stage;
  const counting = state.stage === "counting";
  const heap = counting ? state.at_hand : null;
  show("before", state.stage === "before");
  show("begin", counting && !heap);
  show("heap", Boolean(heap));
  show("heaps", counting && Boolean(state.heaps?.length));
  show("close", (counting && !heap && Boolean(state.heaps?.length)) || state.stage === "closed");
  show("report", state.stage === "released");
  showSurvey(state);
  showHeaps(state);
  if (heap) showHeap(heap);
  if (state.stage === "released") show("withheld", Boolean(state.withheld));
  write("keeping", keepingText(state));
}

/** @param {State} state */
function keepingText(state) {
  if (!keeps) return word("not_kept");
  if (state.stage === "none") return "";
  return word(state.stage === "released" ? "kept_released" : "kept");
}

/** @param {State} state */
function showSurvey(state) {
  const survey = state.survey;
  write("survey-title", survey.title);
  write("survey-id", survey.id);
  write("facts", word(survey.extended_from ? "facts_extended" : "facts", survey));
  write("before-text", word("before", survey));
  document.title = `${word("title")} – ${survey.title}`;
  if (!state.codes) return;
  const example = state.codes[0];
  write("entry-hint", word("entry_hint", { example }));
  write("quick-text", word("quick", { example: example.replace("-", "") }));
  fill(
    "codes",
    state.codes.flatMap((code) => [made("dt", code), made("dd", table("codes")[code])]),
  );
}

/** @param {State} state */
function showHeaps(state) {
  const rows = (state.heaps ?? []).map((heap) => {
    const head = made("th", heap.number);
    head.setAttribute("scope", "row");
    return made("tr", head, made("td", heap.ballots));
  });
  fill("heap-rows", rows);
  const of = { ballots: state.ballots ?? 0, headcount: state.survey.headcount };
  write("heaps-total", word("of_invited", of));
}

/** @param {NonNullable<State["at_hand"]>} heap */
function showHeap(heap) {
  write("heap-title", word("heap_title", { number: heap.number }));
  write("heap-total", heap.total);
  const last = heap.last.map((entry) =>
    made("li", made("strong", entry.code), entry.number > 1 ? ` × ${entry.number}` : ""),
  );
  fill("last", last.length ? last : [made("li", word("none_yet"))]);
  const counts = Object.entries(heap.counts).map(([code, number]) =>
    made("li", made("strong", code), ` ${number}`),
  );
  fill("counts", counts.length ? counts : [made("li", word("none_yet"))]);
}

/** Say what was done, or why it was refused. @param {State} state */
export function showMessages(state) {
  write("said", state.said ?? "");
  write("refused", state.refused?.text ?? "");
  show("refused", Boolean(state.refused));
}

/** Fill the choice of the report's pages. @param {State} state */
export function showPages(state) {
  const select = /** @type {HTMLSelectElement} */ (element("shown"));
  const before = select.value;
  const options = state.report_languages.flatMap((code, number) =>
    ["report", "workshop", "agenda"].map((page) => {
      const option = /** @type {HTMLOptionElement} */ (made("option", pageName(page, code, state)));
      option.value = `${number ? `${code}/` : ""}${page === "report" ? "index" : page}.html`;
      return option;
    }),
  );
  select.replaceChildren(...options);
  if (options.some((option) => option.value === before)) select.value = before;
}

/** @param {string} page @param {string} code @param {State} state */
function pageName(page, code, state) {
  const names = new Intl.DisplayNames([language()], { type: "language" });
  const name = word(`page_${page}`);
  return state.report_languages.length > 1 ? `${name} · ${names.of(code.split("-")[0])}` : name;
}

/** Empty the fields of one heap. */
export function clearFields() {
  for (const id of ["entry", "list", "table", "heap-number"]) field(id).value = "";
}

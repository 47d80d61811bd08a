// The page of the count. It holds nothing of its own: it asks the desk, keeps what the desk tells, shows it.
/** @import { Ask, StartPython, State } from "./desk" */
import { readFile } from "../one_file/bytes.js";
import { confirmed, element, field, show, write } from "../one_file/elements.js";
import { showProgress } from "../one_file/start.js";
import { language, speak, word } from "../one_file/words.js";
import { forget, forgetForGood, keep, kept, onOtherWindow } from "./keeping.js";
import { download, printPage, showPage } from "./report.js";
import { letScan } from "./scanning.js";
import { clearFields, showMessages, showPages, showState } from "./show.js";

/** @type {Ask} */
let askDesk = () => Promise.reject(new Error("Python is not ready"));
/** @type {State} */
let state;
let saved = false; // whether the report was downloaded
let stopped = false; // whether this window must not go on
let asking = Promise.resolve();

const scanning = letScan((text) => ask("scan", { text }));

const survey = () => element("survey").textContent ?? "";

/** Start Python, take up what was kept, and let people count. @param {StartPython} startPython */
export async function openCount(startPython) {
  listen();
  show("loading", true);
  try {
    const downloads = JSON.parse(document.documentElement.dataset.downloads ?? "{}");
    const host = await startPython({ downloads, desk: "generator.count.desk", onProgress: showProgress });
    askDesk = host.ask;
    await open(kept());
  } catch (error) {
    document.documentElement.dataset.failure = String(error);
    stop(word("failed"));
  }
  show("loading", false);
}

/** @param {unknown} earlier what an earlier visit kept */
async function open(earlier) {
  await ask("begin", { survey: survey(), language: language(), kept: earlier });
  const foreign = state.stage === "none";
  if (foreign) write("problem-text", word("found_other", { why: state.refused?.text ?? "" }));
  if (foreign) write("refused", "");
  show("problem", foreign);
  element("problem").querySelector("button")?.toggleAttribute("hidden", !foreign);
  if (state.stage === "released") await showReport();
  focusNext();
}

/** Ask the desk, keep what it tells before anything of it is shown, and show it.
 * @param {string} name @param {Record<string, unknown>} given */
async function ask(name, given = {}) {
  const turn = asking.then(async () => {
    if (stopped) return;
    state = await askDesk(name, given);
    if (state.kept) keep(state.kept);
    showState(state);
    showMessages(state);
    if (!state.at_hand) scanning.stop();
  });
  asking = turn.catch(() => {});
  try {
    await turn;
  } catch (error) {
    document.documentElement.dataset.failure = String(error);
    stop(word("lost"));
    throw error;
  }
  return !state.refused;
}

/** End this window's part in the count. @param {string} why */
function stop(why) {
  stopped = true;
  scanning.stop();
  document.documentElement.dataset.stage = "stopped";
  for (const id of ["before", "begin", "heap", "heaps", "close", "report"]) show(id, false);
  write("problem-text", why);
  show("problem", true);
}

/** Put the keyboard where the next entry goes. */
function focusNext() {
  if (state.stage !== "counting") return;
  field(state.at_hand ? "entry" : "heap-number").focus();
}

async function enter() {
  const entry = field("entry");
  const line = entry.value.trim();
  if (!line) return;
  entry.value = ""; // people type on while the desk looks at it
  const entered = await ask("enter", { line });
  if (!entered && !entry.value) {
    entry.value = line;
    entry.select();
  }
  entry.focus();
}

/** Enter a code as soon as it is complete, if people want to type that way. */
function enterQuickly() {
  if (!field("quick").checked) return;
  const typed = field("entry").value.replace(/[\s-]/g, "").toUpperCase();
  const code = state.codes?.find((each) => each.replace("-", "") === typed);
  if (!code) return;
  field("entry").value = "";
  void ask("enter", { line: code });
}

async function enterList() {
  if (await ask("paste", { text: field("list").value })) {
    field("list").value = "";
    focusNext();
  }
}

async function beginHeap() {
  if (await ask("begin_heap", { number: whole("heap-number") })) {
    clearFields();
    scrollTo(0, 0); // what the page says to each entry stands above the field
  }
  focusNext();
}

async function finishHeap() {
  const counted = await ask("count_heap", { on_the_table: whole("table") });
  if (counted) clearFields();
  if (counted) focusNext();
  else field("table").select();
}

/** @param {string} id @returns {number | null} */
function whole(id) {
  const text = field(id).value.trim();
  return /^\d+$/.test(text) ? Number(text) : null;
}

async function discardHeap() {
  if (!(await confirmed(word("discard_question"), word("yes_discard"), word("no")))) return;
  await ask("discard_heap");
  clearFields();
  focusNext();
}

async function close() {
  if (state.stage !== "closed") {
    const early = Boolean(state.early);
    const text = early ? word("early_question", state.survey) : "";
    const question = `${text} ${word("close_question", { ballots: state.ballots ?? 0 })}`.trim();
    if (!(await confirmed(question, word(early ? "yes_early" : "yes_close"), word("no")))) return;
    if (!(await ask("close", { early }))) return;
  }
  if (await ask("release")) await showReport();
  element("report-title").focus();
}

async function startOver() {
  if (!(await confirmed(word("start_over_question"), word("yes_start_over"), word("no")))) return;
  forget();
  await open(null);
}

/** Wipe the report from this browser; the page shows it until it is closed. */
async function wipe() {
  const question = word(saved ? "wipe_question" : "wipe_unsaved_question");
  if (!(await confirmed(question, word("yes_start_over"), word("no")))) return;
  forgetForGood();
  show("wipe", false);
  write("said", word("wiped"));
}

async function showReport() {
  showPages(state);
  await showPage(askDesk, field("shown").value);
}

async function compare() {
  const file = field("previous").files?.[0];
  if (!file) return;
  if (await ask("compare", { earlier: await readFile(file) })) await showReport();
  else field("previous").value = "";
}

/** @type {Record<string, () => unknown>} */
const ACTIONS = {
  undo: async () => {
    await ask("undo");
    focusNext();
  },
  discard: discardHeap,
  camera: scanning.switchCamera,
  close,
  download: async () => {
    await download(askDesk);
    saved = true;
  },
  print: printPage,
  "start-over": startOver,
  wipe,
};

/** @type {Record<string, () => unknown>} */
const FORMS = {
  "begin-form": beginHeap,
  "entry-form": enter,
  "list-form": enterList,
  "finish-form": finishHeap,
};

/** @param {string} code */
async function changeLanguage(code) {
  speak(code);
  scanning.showWhetherOn();
  if (!state || stopped) return;
  await ask("speak", { language: code });
  if (state.stage === "released") showPages(state);
}

function listen() {
  document.documentElement.dataset.script = "on"; // the buttons show
  document.documentElement.dataset.survey = JSON.parse(survey()).config.survey.id;
  for (const [id, submit] of Object.entries(FORMS)) {
    element(id).addEventListener("submit", (event) => {
      event.preventDefault();
      void submit();
    });
  }
  document.addEventListener("click", (event) => {
    const button = /** @type {Element} */ (event.target).closest("button");
    const { action, language: code } = button?.dataset ?? {};
    if (action) void ACTIONS[action]();
    if (code) void changeLanguage(code);
  });
  element("entry").addEventListener("input", enterQuickly);
  element("shown").addEventListener("change", () => void showPage(askDesk, field("shown").value));
  element("previous").addEventListener("change", () => void compare());
  onOtherWindow(() => stop(word("other_window")));
  addEventListener("beforeunload", (event) => {
    if (mayLose()) event.preventDefault();
  });
}

/** Whether leaving the page now would interrupt a count, or leave a report that nobody saved. */
function mayLose() {
  if (stopped || !state) return false;
  if (state.stage === "released") return !saved;
  return Boolean(state.at_hand) || Boolean(state.ballots);
}

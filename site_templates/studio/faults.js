// Faults at their fields, in the desk's own sentences; those without a field stand at the head of their step.
import { nameOf } from "./field_names.js";
import { fieldAt, showsFaults } from "./fields.js";
import { find, findAll, make, root, say } from "./page_parts.js";
import { pathOf } from "./paths.js";

/**
 * @typedef {import("./workspace.js").Fault} Fault
 * @typedef {import("./paths.js").Path} Path
 */

/** Which step shows a table of site.toml that has no field of its own. @type {Record<string, string>} */
const STEPS = {
  brand: "brand",
  contacts: "contacts",
  survey: "survey",
  surveys: "survey",
  collection: "collection",
  site: "site",
  texts: "texts",
}; // prettier-ignore

/** Show every fault of `faults` at its place, and only these. @param {Fault[]} faults */
export function showFaults(faults) {
  /** @type {Map<HTMLElement, string[]>} */
  const texts = new Map();
  /** @type {Map<string, string[]>} */
  const heads = new Map();
  for (const { at, given, line, text } of faults) {
    const field = fieldAt(at);
    const step = field ? "" : STEPS[String(at[0])];
    if (field && (given || showsFaults(field, at))) addTo(texts, placeIn(field, at), text);
    else if (step) addTo(heads, step, `${inLine(line)}${nameOf(at)}: ${text}`);
  }
  for (const place of findAll("#fields .fault")) showAt(place, texts.get(place) ?? []);
  for (const list of findAll(".faults-here")) {
    const lines = heads.get(list.closest("section")?.id ?? "") ?? [];
    list.hidden = !lines.length;
    list.replaceChildren(...lines.map((line) => make("li", line)));
  }
}

/** Say in which line of site.toml a fault is, to whoever has the file. @param {number | null} line */
const inLine = (line) => (line && root.dataset.desk === "server" ? `${say("in_line", { line })}: ` : "");

/** @template Key @param {Map<Key, string[]>} lists @param {Key} key @param {string} text */
function addTo(lists, key, text) {
  lists.set(key, [...(lists.get(key) ?? []), text]);
}

/** Return where in `field` a fault stands: in the row of its language, or under the whole. @param {HTMLElement} field @param {Path} at */
function placeIn(field, at) {
  const language = at[pathOf(field).length];
  const row = findAll(".row", field).find((one) => one.dataset.language === language);
  return find(":scope > .fault", row ?? field);
}

/** @param {HTMLElement} place @param {string[]} texts */
function showAt(place, texts) {
  const holder = /** @type {HTMLElement} */ (place.parentElement);
  const text = texts.join(" ");
  if (place.textContent !== text) place.textContent = text;
  place.hidden = !text;
  holder.classList.toggle("faulty", Boolean(text));
  for (const control of findAll(
    ":scope > input, :scope > textarea, :scope > .pair input[type=text]",
    holder,
  )) {
    if (text) control.setAttribute("aria-invalid", "true");
    else control.removeAttribute("aria-invalid");
  }
}

/** Return the step that shows what is at `at`. @param {Path} at */
export function stepOf(at) {
  const section = fieldAt(at)?.closest("section.step");
  return section?.id ?? STEPS[String(at[0])] ?? "finish";
}

// The survey, or several. One survey is [survey] in site.toml, several are [[surveys]]; adding and removing turns
// the one into the other.
import { listenToEntries, showEntries } from "./entries.js";
import { setOrRemove } from "./field_parts.js";
import { showValues } from "./fields.js";
import { siteLanguages } from "./localised_texts.js";
import { showCollector, showOwnTables } from "./own_tables.js";
import { find, findAll, findInput, say } from "./page_parts.js";
import { isSame, pathOf } from "./paths.js";
import { showTogether } from "./together.js";
import { edit, getState } from "./workspace.js";

// The keys that a survey has in [survey]; an entry of [[surveys]] has them, a folder, and tables of its own.
const KEYS = [
  "id",
  "title",
  "headcount",
  "opens",
  "closes",
  "extended_from",
  "threshold",
  "detail",
  "report_place",
];
const LONGEST_SUGGESTION = 40; // characters, and a year; an id may have 64
const YEAR = /^\d{4}/;

const list = () => find('[data-entries="surveys"]');

/** @returns {any[] | null} the entries of [[surveys]]; null if there is [survey] */
function several() {
  const { surveys } = getState()?.values ?? {};
  return Array.isArray(surveys) ? surveys : null;
}

/** @returns {any[]} */
const surveys = () => several() ?? [getState()?.values.survey ?? {}];

/** @param {any} title */
function text(title) {
  const chosen = typeof title === "object" && title ? title[siteLanguages()[0]] : title;
  return typeof chosen === "string" ? chosen.trim() : "";
}

export function showSurveys() {
  const all = surveys();
  const bases = several() ? all.map((_, place) => `surveys.${place}`) : ["survey"];
  const title = (/** @type {number} */ number) =>
    text(all[number - 1]?.title) || say(all.length > 1 ? "survey" : "survey_only", { number });
  showEntries(list(), bases, title);
  for (const [place, entry] of findAll(":scope > .entry", list()).entries()) {
    for (const part of findAll("[data-several]", entry)) part.hidden = !several();
    find(':scope > .entry-buttons [data-action="remove"]', entry).hidden = all.length < 2;
    showOwnTables(entry, all[place]);
  }
  find("#shared-note").hidden = all.length < 2;
  showTogether(all);
  showCollector(all);
}

/** @param {...import("./workspace.js").Edit} edits */
function editList(...edits) {
  edit(...edits);
  showSurveys();
  showValues(list());
}

function add() {
  if (several()) return editList({ op: "append", at: ["surveys"], value: {} });
  const first = surveys()[0];
  editList(
    { op: "remove", at: ["survey"] },
    { op: "append", at: ["surveys"], value: first },
    { op: "append", at: ["surveys"], value: {} },
  );
}

/** @param {number} place */
function remove(place) {
  const left = surveys().filter((_, other) => other !== place);
  const fits =
    left.length === 1 && Object.keys(left[0]).every((key) => KEYS.includes(key) || key === "folder");
  if (!fits) return editList({ op: "remove", at: ["surveys", place] });
  const only = Object.fromEntries(Object.entries(left[0]).filter(([key]) => key !== "folder"));
  editList({ op: "remove", at: ["surveys"] }, { op: "set", at: ["survey"], value: only });
}

// ---- the id -----------------------------------------------------------------------------------------------

/** @type {[RegExp, string][]} */
const SPELLINGS = [
  [/ä/g, "ae"],
  [/ö/g, "oe"],
  [/ü/g, "ue"],
  [/ß/g, "ss"],
]; // prettier-ignore

/** Return an id for a survey of this title. @param {string} title @param {any} opens */
export function suggestedId(title, opens) {
  let spelled = title.toLowerCase();
  for (const [letter, letters] of SPELLINGS) spelled = spelled.replace(letter, letters);
  const plain = spelled.normalize("NFD").replace(/[\u0300-\u036f]/g, "");
  const words = plain.split(/[^a-z0-9]+/).filter(Boolean);
  const year = YEAR.exec(String(opens ?? ""))?.[0] ?? new Date().getFullYear();
  while (words.join("-").length > LONGEST_SUGGESTION && words.length > 1) words.pop();
  return words.length ? `${words.join("-").slice(0, LONGEST_SUGGESTION)}-${year}` : "";
}

/** Ids that the page suggested: they follow the title until somebody writes their own. @type {Set<string>} */
const suggested = new Set();

/** Tell whether the desk wants another id there: it is the one that every new site begins with. @param {import("./paths.js").Path} at */
const isStillToDo = (at) =>
  getState()?.ready.some((one) => one.id === "id" && !one.done && one.at && isSame(one.at, at));

/** Return `id`, or with a number behind it if another survey has it. @param {string} id @param {any} mine */
function distinct(id, mine) {
  const taken = surveys()
    .filter((one) => one !== mine)
    .map((one) => one.id);
  let fresh = id;
  for (let number = 2; taken.includes(fresh); number++) fresh = `${id}-${number}`;
  return fresh;
}

/** @param {Event} event */
function suggest({ target }) {
  const control = /** @type {HTMLInputElement} */ (target);
  const entry = /** @type {HTMLElement | null} */ (control.closest(".entry"));
  const { at } = /** @type {HTMLElement | null} */ (control.closest("[data-kind]"))?.dataset ?? {};
  if (!entry || (at !== "title" && at !== "opens")) return;
  const field = find('[data-at="id"]', entry);
  const { value } = findInput("input", field);
  if (value && !suggested.has(value) && !isStillToDo(pathOf(field))) return;
  const survey = surveys()[[...list().children].indexOf(entry)];
  const id = distinct(suggestedId(text(survey?.title), survey?.opens), survey);
  if (!id || id === value) return;
  suggested.add(id);
  edit(setOrRemove(pathOf(field), id));
  showValues(field.parentElement ?? entry);
}

export function listenToSurveys() {
  listenToEntries(list(), find('[data-action="add-survey"]'), {
    add,
    remove,
    move: (place, to) => editList({ op: "move", at: ["surveys", place], to }),
  });
  find("#fields").addEventListener("change", suggest); // after the field's own edit
}

// A text in each language of the site: a row for each, or one row for all.
import { describe, put, setOrRemove } from "./field_parts.js";
import { find, findAll, findInput, make, newId, say } from "./page_parts.js";
import { pathOf, valueAt } from "./paths.js";
import { getState } from "./workspace.js";

/** @typedef {import("./workspace.js").Edit} Edit */

/** Return the site's languages, the first one first. @returns {string[]} */
export function siteLanguages() {
  const named = getState()?.values.site?.languages;
  return Array.isArray(named) && named.length ? named.map(String) : ["de", "en"];
}

/** @param {HTMLElement} field @param {HTMLInputElement} control @returns {Edit[]} */
export function readTexts(field, control) {
  const at = pathOf(field);
  const same = control.type === "checkbox" ? control.checked : isSameEverywhere(field);
  const typed = textsTyped(field);
  if (control.type === "checkbox") return [setOrRemove(at, same ? Object.values(typed)[0] : allInOne(typed))];
  const { language } = /** @type {HTMLElement} */ (control.closest(".row")).dataset;
  if (same) return [setOrRemove(at, control.value)];
  const now = valueAt(getState()?.values, at);
  const hasTable = typeof now === "object" && now !== null && Object.keys(typed).length > 0;
  if (hasTable) return [setOrRemove([...at, String(language)], control.value)];
  return [setOrRemove(at, allInOne(typed))];
}

/** @param {Record<string, string>} typed */
const allInOne = (typed) => (Object.keys(typed).length ? typed : undefined);

/** Return what is in the rows of the field, by language. @param {HTMLElement} field */
function textsTyped(field) {
  /** @type {Record<string, string>} */
  const texts = {};
  for (const row of findAll(".row", field)) {
    const { value } = /** @type {HTMLInputElement} */ (find("input, textarea", row));
    if (value.trim()) texts[row.dataset.language ?? ""] = value;
  }
  return texts;
}

/** @param {HTMLElement} field */
const isSameEverywhere = (field) => !find(".same", field).hidden && findInput(".same input", field).checked;

/** @param {HTMLElement} field @param {any} value */
export function showTexts(field, value) {
  const languages = siteLanguages();
  const isOne = typeof value === "string";
  find(".same", field).hidden = languages.length < 2;
  if (value !== undefined) findInput(".same input", field).checked = isOne && languages.length > 1;
  const rows = isSameEverywhere(field) ? [languages[0]] : languages;
  makeRows(field, rows);
  for (const row of findAll(".row", field)) {
    const control = /** @type {HTMLInputElement} */ (find("input, textarea", row));
    const { language = "" } = row.dataset;
    const ofFirst = language === languages[0] && isOne;
    put(control, ofFirst ? value : String((typeof value === "object" && value?.[language]) || ""));
  }
}

/** Give the field a row for each of the languages; rows that stay keep focus and text. @param {HTMLElement} field @param {string[]} languages */
function makeRows(field, languages) {
  const rows = find(".rows", field);
  const same = isSameEverywhere(field);
  for (const row of findAll(".row", rows)) if (!languages.includes(row.dataset.language ?? "")) row.remove();
  for (const [place, language] of languages.entries()) {
    const row =
      findAll(".row", rows).find((one) => one.dataset.language === language) ?? newRow(field, language);
    if (rows.children[place] !== row) rows.insertBefore(row, rows.children[place] ?? null);
    const label = find("label", row);
    label.textContent = same ? say("every_language") : languageName(language);
    label.classList.toggle("unseen", languages.length === 1 && !same);
  }
}

/** @param {string} language */
export const languageName = (language) =>
  getState()?.languages.find(({ code }) => code === language)?.name ?? language;

/** @param {HTMLElement} field @param {string} language */
function newRow(field, language) {
  const row = make("div", "", "row");
  row.dataset.language = language;
  const lines = Number(field.dataset.lines);
  const control = /** @type {HTMLInputElement | HTMLTextAreaElement} */ (
    make(lines > 1 ? "textarea" : "input")
  );
  if (control instanceof HTMLTextAreaElement) control.rows = lines;
  else control.type = "text";
  control.id = newId();
  control.autocomplete = "off";
  control.lang = getState()?.languages.find(({ code }) => code === language)?.tag ?? language;
  const label = /** @type {HTMLLabelElement} */ (make("label"));
  label.htmlFor = control.id;
  const fault = make("p", "", "fault");
  fault.hidden = true;
  row.append(label, control, fault);
  describe(control, field.querySelector(":scope > .hint"), fault);
  return row;
}

/** Show one row for all languages, or one for each, as the box below them says. @param {HTMLElement} field */
export function showSame(field) {
  makeRows(field, isSameEverywhere(field) ? siteLanguages().slice(0, 1) : siteLanguages());
}

// What a place in site.toml is called in the form: the entry, the field and the language, as people read them there.
import { entryAt, fieldAt } from "./fields.js";
import { languageName, siteLanguages } from "./localised_texts.js";
import { findAll } from "./page_parts.js";
import { pathOf, toPath } from "./paths.js";

/** @typedef {import("./paths.js").Path} Path */

/** Return what `at` is called, such as "Kontakt 2, Wer (Deutsch)"; its key if the form has no field for it. @param {Path} at */
export function nameOf(at) {
  const field = fieldAt(at);
  if (!field && entryAt(at)) return entryName(at);
  if (!field) return at.map((step) => (typeof step === "number" ? step + 1 : step)).join(".");
  const language = at.at(-1);
  const isText = field.dataset.kind === "texts" && at.length > pathOf(field).length;
  const ofLanguage = isText && siteLanguages().length > 1 ? ` (${languageName(String(language))})` : "";
  return [entryName(at), `${labelOf(field)}${ofLanguage}`].filter(Boolean).join(", ");
}

/** Return the title of the entry of a list that `at` is in; empty if it is in none. @param {Path} at */
export function entryName(at) {
  const entries = findAll("#fields .entry").filter(({ dataset }) => isWithin(at, dataset.base ?? ""));
  return entries.map((entry) => entry.querySelector("h3")?.textContent ?? "").join(", ");
}

/** @param {Path} at @param {string} base */
function isWithin(at, base) {
  const start = toPath(base);
  return start.length > 1 && start.every((step, place) => at[place] === step);
}

/** @param {HTMLElement} field */
function labelOf(field) {
  const own =
    field.querySelector(":scope > :is(label, legend)") ?? field.closest("fieldset")?.querySelector("legend");
  return own?.textContent?.trim() ?? "";
}

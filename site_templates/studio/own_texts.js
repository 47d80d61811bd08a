// The texts that may be replaced, side by side in all languages; those that stay the same say why.
import { showValues } from "./fields.js";
import { languageName, siteLanguages } from "./localised_texts.js";
import { find, make, newId, studioLanguage } from "./page_parts.js";
import { ask, getState } from "./workspace.js";

/**
 * @typedef {object} Row what the desk says of a text (generator/studio/overridable.py)
 * @property {string} key
 * @property {string} german
 * @property {Record<string, string>} texts by language
 * @property {Record<string, string>} own
 * @property {string} where it is seen
 * @property {string | null} locked why it may not be replaced
 */

/** @type {Row[]} */
let rows = [];
let madeFor = "";

/** Return every text of the pages, as the desk told them last. */
export const textRows = () => rows;

/** Show the texts; the desk is asked once, and again if the languages change. */
export async function showOwnTexts() {
  const languages = siteLanguages().join();
  if (madeFor !== languages) {
    const told = await ask("texts", { language: studioLanguage }).catch(() => null);
    if (!told) return;
    madeFor = languages;
    rows = told;
    find("#own-texts").replaceChildren(...rows.filter(({ locked }) => !locked).map(field));
    showLocked(rows.filter(({ locked }) => locked));
  }
  showValues(find("#own-texts"));
}

/** @param {Row} row */
function field({ key, where, texts }) {
  const group = make("fieldset", "", "field own-text");
  group.dataset.key = key;
  const fault = make("p", "", "fault");
  fault.hidden = true;
  const cells = make("div", "", "rows");
  cells.append(...siteLanguages().map((language) => cell(key, language, texts[language] ?? "")));
  group.append(make("legend", where), make("code", key), cells, fault);
  return group;
}

/** @param {string} key @param {string} language @param {string} text the one that is shown without an own one */
function cell(key, language, text) {
  const made = make("div", "", "row");
  made.dataset.kind = "text";
  made.dataset.at = `texts.${language}.${key}`;
  made.dataset.language = language;
  const label = /** @type {HTMLLabelElement} */ (make("label", languageName(language)));
  const control = /** @type {HTMLTextAreaElement} */ (make("textarea"));
  control.id = newId();
  label.htmlFor = control.id;
  control.rows = 2;
  control.placeholder = text;
  control.lang = tagOf(language);
  const fault = make("p", "", "fault");
  fault.id = newId();
  fault.hidden = true;
  control.setAttribute("aria-describedby", fault.id);
  made.append(label, control, fault);
  return made;
}

/** Show the texts that stay the same, by the reason why. @param {Row[]} locked */
function showLocked(locked) {
  const part = find("#locked-texts");
  part.hidden = !locked.length;
  /** @type {Map<string, Row[]>} */
  const byReason = new Map();
  for (const row of locked) byReason.set(row.locked ?? "", [...(byReason.get(row.locked ?? "") ?? []), row]);
  find("div", part).replaceChildren(...[...byReason].map(([reason, same]) => reasonPart(reason, same)));
}

/** @param {string} reason @param {Row[]} same */
function reasonPart(reason, same) {
  const part = make("details");
  const list = make("ul", "", "locked");
  for (const { key, texts } of same) {
    const item = make("li");
    item.append(make("code", key));
    for (const language of siteLanguages()) {
      const text = make("span", texts[language] ?? "");
      text.lang = tagOf(language);
      item.append(text);
    }
    list.append(item);
  }
  part.append(make("summary", reason), list);
  return part;
}

/** @param {string} language */
const tagOf = (language) => getState()?.languages.find(({ code }) => code === language)?.tag ?? language;

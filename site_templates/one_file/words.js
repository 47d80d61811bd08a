// The words of a page in one file: in each of its languages, by table and name.

/** @type {Record<string, Record<string, Record<string, string>>>} */
const words = JSON.parse(document.getElementById("words")?.textContent ?? "{}");

/** The language of the page. */
export const language = () => document.documentElement.lang;

/** A word of the page, with its values filled in.
 * @param {string} name @param {Record<string, string | number>} values */
export function word(name, values = {}) {
  const text = words[language()].page[name];
  if (text === undefined) throw new Error(`no word "${name}"`);
  return text.replace(/\{(\w+)\}/g, (_, value) => String(values[value]));
}

/** All words of a table, such as "page". @param {string} name */
export const table = (name) => words[language()][name];

/** Write every fixed word in `code`. @param {string} code */
export function speak(code) {
  document.documentElement.lang = code;
  for (const element of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-word]"))) {
    element.textContent = word(element.dataset.word ?? "");
  }
  for (const element of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-label]"))) {
    element.ariaLabel = word(element.dataset.label ?? "");
  }
  for (const button of /** @type {NodeListOf<HTMLElement>} */ (
    document.querySelectorAll("[data-language]")
  )) {
    button.ariaPressed = String(button.dataset.language === code);
  }
}

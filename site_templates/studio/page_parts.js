// Finding parts of the page, and what the page says to people.

/** @param {string} selector @param {ParentNode} [within] @returns {HTMLElement} */
export function find(selector, within = document) {
  const found = within.querySelector(selector);
  if (!found) throw new Error(`${selector} is not in the page`);
  return /** @type {HTMLElement} */ (found);
}

/** @param {string} selector @param {ParentNode} [within] @returns {HTMLElement[]} */
export const findAll = (selector, within = document) => [
  .../** @type {NodeListOf<HTMLElement>} */ (within.querySelectorAll(selector)),
];

/** @param {string} selector @param {ParentNode} [within] */
export const findInput = (selector, within) => /** @type {HTMLInputElement} */ (find(selector, within));

/** Return a fresh copy of the one element in a template. @param {string} id @returns {HTMLElement} */
export function fromTemplate(id) {
  const template = /** @type {HTMLTemplateElement} */ (find(`template#${id}`));
  return /** @type {HTMLElement} */ (
    /** @type {Element} */ (template.content.firstElementChild).cloneNode(true)
  );
}

/** Return a new element with a text. @param {string} tag @param {string} [text] @param {string} [style] */
export function make(tag, text, style) {
  const made = document.createElement(tag);
  if (text) made.textContent = text;
  if (style) made.className = style;
  return made;
}

let ids = 0;
/** Return an id that nothing else in the page has. */
export const newId = () => `part-${++ids}`;

export const root = document.documentElement;
const { dataset } = find("#said");
/** @type {Record<string, string>} */
const words = JSON.parse(dataset.words ?? "{}");

/** What the page knew of a fresh site when it was built: the desk's first state. */
export const firstState = JSON.parse(dataset.first ?? "null");

/** The language of the studio itself. @type {string} */
export const studioLanguage = root.lang;

/** Return the studio's words for `key`, filled in. @param {string} key @param {Record<string, unknown>} [given] */
export function say(key, given = {}) {
  const text = words[key];
  if (text === undefined) throw new Error(`no words for ${key}`);
  return text.replace(/\{(\w+)\}/g, (_, name) => String(given[name] ?? ""));
}

/** Tell people with a screen reader what has changed. @param {string} text */
export function announce(text) {
  find("#spoken").textContent = text;
}

/** Shown at the head of the page until it is closed. @type {(() => void) | null} */
let answer = null;

/**
 * Show a sentence at the head of the page.
 * @param {string} text @param {{label: string, act: () => void}} [offer] a button beside it
 */
export function showBanner(text, offer) {
  const banner = find("#banner");
  find("p", banner).textContent = text;
  const button = find('[data-action="answer"]', banner);
  button.hidden = !offer;
  button.textContent = offer?.label ?? "";
  answer = offer?.act ?? null;
  banner.hidden = false;
}

export function hideBanner() {
  find("#banner").hidden = true;
}

export function answerBanner() {
  hideBanner();
  answer?.();
}

/** The label of a button of the banner. @param {"again" | "take_over"} name @returns {string} */
export const buttonLabel = (name) => JSON.parse(dataset.buttons ?? "{}")[name];

// Every name that the scripts expect on the page, once: the templates give it, tsc refuses a name that is not
// here, and tests/site_templates/test_page_contract.py refuses one that only the templates or only the
// scripts know. The attributes of <html> are listed in page_state.js.

/**
 * The `data-action` of a button that submits the form.
 * @typedef {"next" | "finish"} SubmitAction
 */

/**
 * The `data-action` of any other button.
 * @typedef {(
 *   "start" | "proceed" | "back" | "print" | "delete" | "delete-now" | "keep-result" | "restart" | "stay" | "send"
 *   | "keep" | "ballot" | "open" | "print-conversation" | "copy"
 * )} ClickAction
 */

/**
 * The elements of every survey's page, by id.
 * @typedef {{
 *   "start": HTMLElement,
 *   "start-title": HTMLElement,
 *   "survey": HTMLFormElement,
 *   "progress-text": HTMLElement,
 *   "waiting": HTMLElement,
 *   "interrupted": HTMLElement,
 *   "result": HTMLElement,
 *   "result-blocks": HTMLTemplateElement,
 *   "spoken": HTMLElement,
 *   "note-language": HTMLElement,
 *   "note-idle": HTMLElement,
 *   "idle": HTMLDialogElement,
 *   "delete": HTMLDialogElement,
 *   "end": HTMLElement,
 *   "closing": HTMLElement,
 *   "closing-title": HTMLElement,
 *   "conversation": HTMLElement,
 *   "conversation-title": HTMLElement,
 *   "conversation-text": HTMLElement,
 *   "conversation-state": HTMLElement,
 *   "conversation-words": HTMLTemplateElement,
 *   "later": HTMLTemplateElement,
 *   "python": HTMLTemplateElement,
 * }} Elements
 */

/**
 * The elements of sites that collect, some of them in one mode only, by id.
 * @typedef {{
 *   "contribution": HTMLElement,
 *   "contribution-state": HTMLElement,
 *   "contribution-words": HTMLTemplateElement,
 *   "contribute": HTMLFormElement,
 *   "send-preview": HTMLElement,
 *   "sealed": HTMLElement,
 *   "seal-contents": HTMLElement,
 *   "seal-opened": HTMLOutputElement,
 *   "slip": HTMLInputElement,
 *   "slip-error": HTMLElement,
 *   "ballot-code": HTMLOutputElement,
 *   "code-meaning": HTMLElement,
 *   "code-meanings": HTMLTemplateElement,
 * }} CollectionElements
 */

/**
 * Return an element of the page. Throws if the page has none with this id.
 * @template {keyof (Elements & CollectionElements)} Id @param {Id} id
 * @returns {(Elements & CollectionElements)[Id]}
 */
export function element(id) {
  return expected(optionalElement(id), `#${id}`);
}

/**
 * Return an element that this site may do without; null if it does.
 * @template {keyof (Elements & CollectionElements)} Id @param {Id} id
 * @returns {(Elements & CollectionElements)[Id] | null}
 */
export function optionalElement(id) {
  return /** @type {any} */ (document.getElementById(id));
}

/**
 * Return the button for an action.
 * @param {SubmitAction | ClickAction} action
 * @returns {HTMLButtonElement}
 */
export function button(action) {
  return expected(document.querySelector(`button[data-action="${action}"]`), `the button "${action}"`);
}

/**
 * Return the first element that matches. Throws if there is none.
 * @param {string} selector @param {ParentNode} [within]
 * @returns {HTMLElement}
 */
export function find(selector, within = document) {
  return expected(within.querySelector(selector), selector);
}

/** @param {string} selector @param {ParentNode} [within] @returns {HTMLElement[]} */
export function findAll(selector, within = document) {
  return [.../** @type {NodeListOf<HTMLElement>} */ (within.querySelectorAll(selector))];
}

/** @param {any} found @param {string} name */
function expected(found, name) {
  if (!found) throw new Error(`${name} is not in the page`);
  return found;
}

// Half a page for a conversation, in the first person: written on the device from one step and the person's own
// answers, to change, print or copy. It lives in its text field only, and goes with the result.
import { announce } from "./announce.js";
import { element, find, findAll, optionalElement } from "./page_contract.js";
import { clearState, setState } from "./page_state.js";

/** Write the text for a step; a text that the person has changed is kept, and the step added. @param {HTMLInputElement} step */
export function write(step) {
  const field = element("conversation-text");
  element("conversation").hidden = false;
  const edited = editedText();
  field.textContent = edited === null ? composed(step) : withStep(edited, step);
}

/**
 * Return the person's own text with a step, in place of the one added before: on their way to a step, arrow
 * keys tick those between.
 * @param {string} text @param {HTMLInputElement} step
 */
function withStep(text, step) {
  const field = element("conversation-text");
  const { added = "" } = field.dataset;
  const own = added && text.endsWith(added) ? text.slice(0, -added.length) : text;
  const { say = "" } = step.dataset;
  field.dataset.added = own.includes(say) ? "" : `\n\n${say}`;
  return own + field.dataset.added;
}

/** @param {HTMLInputElement} step */
function composed(step) {
  const path = step.closest("[data-path]");
  const constellation = path instanceof HTMLElement ? path.dataset.path : "";
  const wish = path instanceof HTMLElement ? path.dataset.wish : "";
  const statements = findAll(`#result .finding [data-statement^="${constellation}-"]`).map(quoted);
  const parts = [
    statements.length ? [words("situation"), ...statements] : [],
    [words("step"), step.dataset.say],
    wish ? [words("wish"), wish] : [],
    [words("agreed"), words("by"), "", words("again"), ""],
  ];
  return parts
    .filter((lines) => lines.length)
    .map((lines) => lines.join("\n"))
    .join("\n\n");
}

/** @param {HTMLElement} place one of the person's own statements with its answer */
function quoted(place) {
  return words("quote")
    .replace("{statement}", find("q", place).textContent.replaceAll("\n", " "))
    .replace("{answer}", find("strong", place).textContent);
}

/** @param {string} key */
const words = (key) => find(`[data-word="${key}"]`, element("conversation-words").content).textContent;

/** Return the text if the person has changed it; null if it is still ours, or there is none. */
export function editedText() {
  const field = optionalElement("conversation-text");
  return field?.dataset.edited ? field.textContent : null;
}

/** Take a text back that speaks of another path, unless the person has changed it. */
export function withdraw() {
  if (editedText() !== null) return;
  element("conversation").hidden = true;
  element("conversation-text").textContent = "";
}

/** Put back what the person had written, in the page's other language. @param {string} text */
export function restore(text) {
  const field = element("conversation-text");
  element("conversation").hidden = false;
  field.textContent = text;
  field.dataset.edited = "yes";
}

document.addEventListener("input", ({ target }) => {
  if (target instanceof HTMLElement && target.id === "conversation-text") target.dataset.edited = "yes";
});

/** Print the half page alone. */
export function print() {
  setState("print", "conversation");
  window.print();
  clearState("print");
}

export async function copy() {
  const field = element("conversation-text");
  const copied = await copyText(field);
  if (!field.isConnected) return; // wiped in the meantime
  const state = element("conversation-state");
  state.hidden = false;
  state.textContent = words(copied ? "copied" : "copy_failed");
  announce(state.textContent);
}

/** @param {HTMLElement} field @returns {Promise<boolean>} */
async function copyText(field) {
  try {
    await navigator.clipboard.writeText(field.textContent);
    return true;
  } catch {
    // Without HTTPS there is no navigator.clipboard; the old way copies what is selected, and takes the focus.
    getSelection()?.selectAllChildren(field);
    return document.execCommand("copy");
  }
}

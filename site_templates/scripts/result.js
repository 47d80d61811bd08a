// The result: the blocks of text that Python named, out of all that the generator has written into the page,
// and the person's own answers in the places that await them.
import { announce } from "./announce.js";
import * as conversation from "./conversation.js";
import { element, find, findAll } from "./page_contract.js";
import { radioFor } from "./sheet.js";

/**
 * @typedef {object} Result what is kept while a result is shown, in memory only
 * @property {string} outcome
 * @property {string[]} blocks
 * @property {{item: string, value: number}[]} statements the person's own answers that the result shows again
 */

const A_MOMENT = 200; // milliseconds; nobody has read the first screen by then

/** @param {Result} result */
export function show(result) {
  const section = element("result");
  const content = /** @type {DocumentFragment} */ (element("result-blocks").content.cloneNode(true));
  const named = new Set(result.blocks);
  for (const block of content.querySelectorAll("[data-block]")) {
    const keys = block.getAttribute("data-block")?.split(" ") ?? [];
    if (!keys.some((key) => named.has(key))) block.remove();
  }
  for (const statement of result.statements) fillIn(content, statement);
  for (const place of findAll("[data-first-step]", content)) {
    const step = content.querySelector(`[data-path="${place.dataset.firstStep}"] .path-steps span`);
    place.append(...(step?.cloneNode(true).childNodes ?? []));
  }
  section.replaceChildren(content);
  section.dataset.outcome = result.outcome;
  if (result.outcome === "M") section.dataset.begin = "";
  else delete section.dataset.begin;
  drawFirstScreenFirst(section);
}

/**
 * Let what lies below the screen be laid out a moment after the screen is drawn (result.css).
 * @param {HTMLElement} section
 */
function drawFirstScreenFirst(section) {
  section.dataset.fresh = "yes";
  requestAnimationFrame(() => setTimeout(() => delete section.dataset.fresh, A_MOMENT));
}

export function clear() {
  element("result").replaceChildren();
  delete element("result").dataset.outcome;
  delete element("result").dataset.begin;
}

/**
 * Put one of the person's own answers, in the words of the form, where the result awaits it.
 * @param {DocumentFragment} content
 * @param {Result["statements"][number]} answer
 */
function fillIn(content, { item, value }) {
  const question = find(`#survey fieldset[data-item="${item}"]`);
  const lens = /** @type {HTMLElement | null} */ (question.closest("[data-lens]"))?.dataset.lens;
  const name = `${item[0]}-${lens}`;
  const answer = radioFor(item, value)?.closest("label")?.textContent.trim() ?? "";
  for (const place of findAll(`[data-answer="${name}"]`, content)) place.textContent = answer;
  for (const place of findAll(`[data-statement="${name}"]`, content)) {
    const statement = document.createElement("q");
    statement.textContent = find("legend", question).textContent.trim();
    place.append(statement, " – ", Object.assign(document.createElement("strong"), { textContent: answer }));
  }
}

// ---- what the person chooses --------------------------------------------------------------------------

/** Return what the person has chosen and written, to keep it for the page in another language. */
export function choices() {
  const ticked = /** @type {HTMLInputElement[]} */ (findAll("#result input:checked"));
  return { ticked, text: conversation.editedText() };
}

/** Choose the same in the result that is shown. @param {ReturnType<typeof choices>} chosen */
export function chooseAgain({ ticked, text }) {
  for (const { name, value } of ticked) {
    const radio = element("result").querySelector(`input[name="${name}"][value="${value}"]`);
    if (!(radio instanceof HTMLInputElement)) continue;
    radio.checked = true;
    choose(radio);
  }
  if (text !== null) conversation.restore(text);
}

/** Follow what the person has chosen: where to begin, or which step to take along. @param {HTMLInputElement} radio */
function choose(radio) {
  if (radio.name === "begin") begin(radio.value);
  if (radio.name === "step") conversation.write(radio);
}

/**
 * Show the path of a constellation. No step of another path stays ticked: it would keep the keyboard from these.
 * @param {string} constellation
 */
function begin(constellation) {
  element("result").dataset.begin = constellation;
  const others = findAll(`[data-path]:not([data-path="${constellation}"]) :checked`);
  for (const step of /** @type {HTMLInputElement[]} */ (others)) step.checked = false;
  if (others.length) conversation.withdraw();
}

document.addEventListener("change", ({ target }) => {
  if (!(target instanceof HTMLInputElement) || !target.closest("#result")) return;
  choose(target);
  announceChange(target);
});

/** Say what has come of a choice, since the focus stays on it. @param {HTMLInputElement} radio */
function announceChange({ name, value }) {
  if (name === "step") announce(element("conversation-title").textContent);
  if (name !== "begin") return;
  const constellation = find(`#result [data-path="${value}"] h3`).textContent;
  announce(`${find("#result .path h2").textContent}: ${constellation}`);
}

// Paper has no buttons: whatever opens on demand is printed whole.
window.addEventListener("beforeprint", () => {
  for (const closed of findAll("#result details:not([open])")) {
    closed.dataset.printed = "yes";
    closed.setAttribute("open", "");
  }
});
window.addEventListener("afterprint", () => {
  for (const opened of findAll("#result details[data-printed]")) {
    delete opened.dataset.printed;
    opened.removeAttribute("open");
  }
});

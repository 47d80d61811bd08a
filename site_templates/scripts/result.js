// The result: the blocks of text that Python named, out of all that the generator has written.
import { form } from "./sheet.js";

/**
 * @typedef {object} Result what is kept while a result is shown, in memory only
 * @property {string} outcome
 * @property {string[]} blocks
 * @property {{item: string, value: number}[]} because the person's own answers that led here
 */

const A_MOMENT = 200; // milliseconds; nobody has read the first screen by then

const section = () => /** @type {HTMLElement} */ (document.getElementById("result"));

/** @param {Result} result */
export function show(result) {
  const template = /** @type {HTMLTemplateElement} */ (document.getElementById("result-blocks"));
  const content = /** @type {DocumentFragment} */ (template.content.cloneNode(true));
  const keys = new Set(result.blocks);
  for (const block of content.querySelectorAll("[data-block]")) {
    if (!block.getAttribute("data-block").split(" ").some((key) => keys.has(key))) block.remove();
  }
  content.querySelector("h1").id = "result-title";
  content.querySelector("[data-because]")?.append(...result.because.map(reason));
  section().replaceChildren(content);
  firstWhatIsSeen();
  section().dataset.outcome = result.outcome;
}

/** What lies below the screen is laid out a moment after what is on it has been drawn (result.css). */
function firstWhatIsSeen() {
  section().dataset.fresh = "yes";
  requestAnimationFrame(() => setTimeout(() => delete section().dataset.fresh, A_MOMENT));
}

export function clear() {
  section().replaceChildren();
  delete section().dataset.outcome;
}

/** One of the person's own answers, in words taken from the form. */
function reason({ item, value }) {
  const question = form().querySelector(`fieldset[data-item="${item}"]`);
  const label = form().querySelector(`input[name="${item}"][value="${value}"]`).closest("label");
  const lens = question.closest(".chapter").querySelector("h2");
  const entry = document.createElement("li");
  entry.append(
    element("span", "lens", lens.textContent),
    element("q", "statement", question.querySelector("legend").textContent),
    element("strong", "answer", label.textContent.trim()),
  );
  return entry;
}

function element(tag, name, text) {
  const made = document.createElement(tag);
  made.className = name;
  made.textContent = text;
  return made;
}

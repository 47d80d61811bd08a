// The result: the blocks of text that Python named, out of all that the generator has written into the page.
import { element, find } from "./page_contract.js";
import { radioFor } from "./sheet.js";

/**
 * @typedef {object} Result what is kept while a result is shown, in memory only
 * @property {string} outcome
 * @property {string[]} blocks
 * @property {{item: string, value: number}[]} because the person's own answers that led here
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
  find("h1", content).id = "result-title";
  content.querySelector("[data-because]")?.append(...result.because.map(reason));
  section.replaceChildren(content);
  drawFirstScreenFirst(section);
  section.dataset.outcome = result.outcome;
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
}

/**
 * Return one of the person's own answers, in the words of the form.
 * @param {Result["because"][number]} answer
 */
function reason({ item, value }) {
  const question = find(`#survey fieldset[data-item="${item}"]`);
  const chapter = question.closest(".chapter");
  const entry = document.createElement("li");
  entry.append(
    textElement("span", "lens", chapter?.querySelector("h2")?.textContent),
    textElement("q", "statement", find("legend", question).textContent),
    textElement("strong", "answer", radioFor(item, value)?.closest("label")?.textContent.trim()),
  );
  return entry;
}

/** @param {string} tag @param {string} className @param {string} [text] */
function textElement(tag, className, text = "") {
  return Object.assign(document.createElement(tag), { className, textContent: text });
}

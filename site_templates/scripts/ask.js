// One question at a time: shown with its chapter, its place on the beam, and the button that goes on.
import { chosen, questions } from "./sheet.js";

const one = (selector) => /** @type {HTMLElement} */ (document.querySelector(selector));

/** @param {number} step the place of the question to ask, from 0 */
export function ask(step) {
  const all = questions();
  const before = all.findIndex((question) => !question.hidden);
  all.forEach((question, place) => {
    question.hidden = place !== step;
    question.toggleAttribute("data-next", place === step && place !== before);
    const dot = one(`[data-dot="${question.dataset.item}"]`);
    dot.dataset.state = place === step ? "here" : chosen(question) ? "answered" : "open";
  });
  for (const chapter of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("#survey .chapter"))) {
    chapter.hidden = !chapter.contains(all[step]);
  }
  const last = step === all.length - 1;
  offer("next", !last);
  offer("finish", last);
  const progress = one("[data-progress]");
  progress.dataset.wording ??= progress.textContent;
  progress.textContent = progress.dataset.wording
    .replace("{step}", String(step + 1))
    .replace("{steps}", String(all.length));
}

function offer(action, offered) {
  const button = /** @type {HTMLButtonElement} */ (one(`[data-action="${action}"]`));
  button.hidden = button.disabled = !offered;
  button.type = offered ? "submit" : "button"; // Enter presses the form's first submit button
}

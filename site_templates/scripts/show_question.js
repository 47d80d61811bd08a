// One question at a time: shown with its chapter, its position on the beam, and the button that leads on.
import { button, find, findAll } from "./page_contract.js";
import { chosen, questions } from "./sheet.js";

/** Whether a chapter begins with this question. @param {HTMLElement} question */
export const startsChapter = (question) =>
  question === find("fieldset", /** @type {HTMLElement} */ (question.closest(".chapter")));

/** Show one question and hide the others. @param {number} step which one, counted from 0 */
export function showQuestion(step) {
  const all = questions();
  const before = all.findIndex((question) => !question.hidden);
  all.forEach((question, index) => {
    question.hidden = index !== step;
    question.toggleAttribute("data-next", index === step && index !== before);
    const dot = find(`[data-dot="${question.dataset.item}"]`);
    const state = chosen(question) ? "answered" : "open";
    dot.dataset.state = index === step ? "here" : state;
  });
  for (const chapter of findAll("#survey .chapter")) chapter.hidden = !chapter.contains(all[step]);
  const last = step === all.length - 1;
  offerButton("next", !last);
  offerButton("finish", last);
  const progress = find("[data-progress]");
  progress.dataset.wording ??= progress.textContent;
  progress.textContent = progress.dataset.wording
    .replace("{step}", String(step + 1))
    .replace("{steps}", String(all.length));
}

/** @param {import("./page_contract.js").SubmitAction} action @param {boolean} offered */
function offerButton(action, offered) {
  const offer = button(action);
  offer.hidden = offer.disabled = !offered;
  offer.type = offered ? "submit" : "button"; // Enter presses the form's first submit button
}

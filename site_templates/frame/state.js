// Puts a survey's page into the state that Python chose (generator/studio/states.py), with the site's
// own modules. Nobody answers here and no button works: the page is a picture of itself.
import { keep, offer, render, send } from "./contribution.js";
import { element, optionalElement } from "./page_contract.js";
import { getState, pythonFailed, setState } from "./page_state.js";
import * as result from "./result.js";
import * as sheet from "./sheet.js";
import { showQuestion } from "./show_question.js";

/**
 * @typedef {object} Shown what generator/studio/states.py says; see there
 * @property {import("./page_state.js").View} view
 * @property {Record<string, number>} answers
 * @property {("note-language" | "note-idle")[]} reveal notes to show
 * @property {{python: "failed", reason: "wasm" | "file" | "slow"}} [html]
 * @property {boolean} [refused] whether a stranger is near
 * @property {string} [item] the question
 * @property {boolean} [missing] whether its answer is
 * @property {boolean} [waiting]
 * @property {result.Result} [result]
 * @property {{code: string, slip?: string, press?: "send" | "keep", answer?: {status: number, error?:
 * string}}} [contribution]
 * @property {boolean} [dialog]
 * @property {boolean} [below] whether the state concerns a part far below the result
 */

/** @type {Shown} */
const shown = { view: "start", answers: {}, reveal: [], ...JSON.parse(getState("frame") ?? "{}") };

// A frame must not take the focus from the person who works in the studio.
HTMLElement.prototype.focus = () => {};

function showView() {
  setState("view", shown.view);
  if (shown.refused) setState("refused", "yes");
  if (shown.html) pythonFailed(shown.html.reason);
  const isAnswering = shown.view === "survey" || shown.view === "chapter";
  for (const view of /** @type {const} */ (["start", "result", "closing"]))
    element(view).hidden = view !== shown.view;
  element("end").hidden = element("result").hidden;
  element("survey").hidden = !isAnswering;
  for (const note of shown.reveal) element(note).hidden = false;
}

function showItem() {
  sheet.tick(shown.answers);
  const questions = sheet.questions();
  const step = Math.max(
    0,
    questions.findIndex((question) => question.dataset.item === shown.item),
  );
  showQuestion(step);
  if (shown.missing) sheet.showError(questions[step], true);
  element("waiting").hidden = !shown.waiting;
}

/** @param {NonNullable<Shown["contribution"]>} offered */
async function showContribution({ code, slip, press, answer }) {
  window.fetch = async () => {
    if (!answer) throw new TypeError("no collector");
    return new Response(answer.error ? JSON.stringify(answer) : null, { status: answer.status });
  };
  offer(code);
  await render(true);
  const field = optionalElement("slip");
  if (field && slip) {
    field.value = slip;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    await new Promise((resolve) => setTimeout(resolve));
  }
  // Where a sealed page needs no slip, the first press seals.
  if (press === "send" && !element("send-preview").textContent) await send();
  if (press) await { keep, send }[press]();
}

/** The state concerns a part far below the result: scroll to that part, in this frame only. */
async function scrollDown() {
  await document.fonts.ready;
  const told = document.querySelector("#contribution-state:not([hidden]), #slip-error:not([hidden])");
  const { top, bottom } = (told ?? element("contribution")).getBoundingClientRect();
  window.scrollBy(0, told ? (top + bottom - window.innerHeight) / 2 : top - 16);
}

showView();
showItem();
if (shown.result) {
  result.show(shown.result);
  if (shown.contribution && optionalElement("contribution")) await showContribution(shown.contribution);
}
if (shown.dialog) {
  element("idle").inert = true; // for the same reason: an open dialog takes the focus if it can
  element("idle").showModal();
}
setState("ready", "yes");
if (shown.below) await scrollDown();
setState("shown", "yes");

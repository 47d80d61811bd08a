// Puts a survey's page into the state that Python chose (generator/preview/board/states.py), by the site's own
// modules. Nothing is answered here and no button does anything: the page is a picture of itself.
import { ask } from "./ask.js";
import * as contribution from "./contribution.js";
import * as result from "./result.js";
import * as sheet from "./sheet.js";

const html = document.documentElement;
const one = (selector) => /** @type {HTMLElement} */ (document.querySelector(selector));

/** What generator/preview/board/states.py says; see there. */
const state = { view: "start", answers: {}, reveal: [], html: {}, ...JSON.parse(html.dataset.board) };

// A frame of the board must not take the focus from whoever reads the board.
HTMLElement.prototype.focus = () => {};

function showView() {
  delete html.dataset.letters; // the copy's own style is there from the beginning
  html.dataset.view = state.view;
  Object.assign(html.dataset, state.html);
  for (const view of ["start", "survey", "result"]) one(`#${view}`).hidden = view !== state.view;
  one(".progress").hidden = one(".steps").hidden = state.view !== "survey";
  for (const id of state.reveal) one(`#${id}`).hidden = false;
}

function showQuestion() {
  sheet.tick(state.answers);
  const questions = sheet.questions();
  const step = Math.max(0, questions.findIndex((question) => question.dataset.item === state.item));
  ask(step);
  if (state.missing) sheet.complain(questions[step], true);
  one("#waiting").hidden = !state.waiting;
}

async function showContribution() {
  const { code, slip, press, answer } = state.contribution;
  window.fetch = async () => {
    if (!answer) throw new TypeError("no collector");
    return new Response(answer.error ? JSON.stringify(answer) : null, { status: answer.status });
  };
  contribution.offer(code);
  await contribution.render(true);
  const field = /** @type {HTMLInputElement | null} */ (one("#slip"));
  if (field && slip) {
    field.value = slip;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    await new Promise((shown) => setTimeout(shown));
  }
  if (press) await contribution[press]();
}

/** What the state is about stands far below the result: bring it into view, and only in this frame. */
async function scrollDown() {
  await document.fonts.ready;
  const told = one("#contribution-state:not([hidden]), #slip-error:not([hidden])");
  const { top, bottom } = (told ?? one("#contribution")).getBoundingClientRect();
  window.scrollBy(0, told ? (top + bottom - window.innerHeight) / 2 : top - 16);
}

showView();
showQuestion();
if (state.result) {
  result.show(state.result);
  if (one("#contribution")) await showContribution();
}
if (state.dialog) {
  const dialog = /** @type {HTMLDialogElement} */ (one("#idle"));
  dialog.inert = true; // for the same reason: an open dialog takes the focus if it can
  dialog.showModal();
}
html.dataset.ready = "yes";
if (state.below) await scrollDown();
html.dataset.shown = "yes";

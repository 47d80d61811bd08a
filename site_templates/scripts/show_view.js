// What the page shows: the start, the opening of a chapter, a question, the result or the closing screen; with
// the window's title, the focus, and what screen readers are told.
import { announce, announceResult, setTitle } from "./announce.js";
import * as autoAdvance from "./auto_advance.js";
import * as contribution from "./contribution.js";
import { element, find, findAll } from "./page_contract.js";
import { clearState, getState, setState } from "./page_state.js";
import * as result from "./result.js";
import * as sheet from "./sheet.js";
import { showQuestion, startsChapter } from "./show_question.js";
import { addEntry } from "./visit_history.js";

/**
 * What is shown; it lives in memory only.
 * @type {{view: import("./page_state.js").View, step: number, result: result.Result | null}}
 */
export const current = { view: "start", step: 0, result: null };

export function render() {
  autoAdvance.cancel();
  setState("view", current.view);
  // The fonts came while somebody was reading and would have moved the text (first_paint.js).
  if (getState("fonts") === "loaded" && !getState("begun")) clearState("fonts");
  element("start").hidden = current.view !== "start";
  element("survey").hidden = !isAnswering(current.view);
  element("result").hidden = element("end").hidden = current.view !== "result";
  element("closing").hidden = current.view !== "closing";
  showQuestion(current.step);
  if (current.result) result.show(current.result);
  else result.clear();
  setTitle(position());
  contribution.render(current.view === "result");
}

/** @param {import("./page_state.js").View} view */
export const isAnswering = (view) => view === "survey" || view === "chapter";

/** Return the person's position in words, for the title; it reveals no answer and no result. */
function position() {
  if (current.view === "survey") return element("progress-text").textContent;
  if (current.view === "chapter") return heading().textContent;
  return current.view === "result" ? find("#result .kicker").textContent : "";
}

/** Move the focus to where the person goes on reading, and the view to its top. */
export function focus() {
  const target = focusTarget();
  target.focus({ preventScroll: true });
  if (getState("begun")) return; // the question is being read already
  window.scrollTo(0, 0);
  sheet.bringIntoView(target);
}

/** @returns {HTMLElement} */
function focusTarget() {
  if (current.view === "start") return element("start-title");
  if (current.view === "closing") return element("closing-title");
  if (current.view === "chapter") return heading();
  if (current.view === "result") return find("#result h1");
  return sheet.chosen(currentQuestion()) ?? find("input", currentQuestion());
}

export const currentQuestion = (step = current.step) => sheet.questions()[step];

/** Return the heading of the chapter whose opening is shown. */
export const heading = () => find(".chapter:not([hidden]) h2");

/** @param {Partial<typeof current>} changes */
export function show(changes) {
  Object.assign(current, changes);
  render();
  focus();
  if (current.view === "result") announceResult();
  else if (current.view === "chapter") announce(find(".chapter:not([hidden]) .chapter-head p").textContent);
  else announce(position());
}

/** Show one note and hide the others. @param {"note-language" | "note-idle" | null} id */
export function showNote(id) {
  for (const note of findAll("#start .note, #note-language")) note.hidden = note.id !== id;
  if (id && element(id).role !== "alert") announce(element(id).textContent);
}

/** Show a question; one that begins a chapter after the chapter's opening. @param {number} step */
export function goTo(step) {
  goToView(startsChapter(currentQuestion(step)) ? "chapter" : "survey", step);
}

/** @param {"chapter" | "survey"} view @param {number} step */
export function goToView(view, step) {
  addEntry(view, step);
  show({ view, step });
}

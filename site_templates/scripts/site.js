// The page: start, three chapters of four questions one at a time, result, closing. This module holds what the
// buttons and keys do, and what is wiped when; every other module does one thing for it.
import { announceAndShow, readTitle } from "./announce.js";
import * as autoAdvance from "./auto_advance.js";
import * as contribution from "./contribution.js";
import * as conversation from "./conversation.js";
import * as progress from "./download_progress.js";
import * as idle from "./idle.js";
import * as language from "./language.js";
import { replacePage } from "./other_page.js";
import { element, find, optionalElement } from "./page_contract.js";
import { clearState, getState, pythonFailed, setState } from "./page_state.js";
import { python } from "./python.js";
import * as result from "./result.js";
import * as sheet from "./sheet.js";
import {
  current,
  currentQuestion,
  focus,
  goTo,
  goToView,
  heading,
  isAnswering,
  render,
  show,
  showNote,
} from "./show_view.js";
import { addEntry, dropEntriesOfEarlierLoad, leaveEntries, whenMoved } from "./visit_history.js";

// ---- moving -------------------------------------------------------------------------------------------

whenMoved(({ view, step }) => {
  if (current.view === "result" || view === "result") wipe();
  if (isAnswering(view) && step <= firstOpen()) show({ view, step, result: null });
  else show({ view: "start", step: 0, result: null });
});

/** Return the first question without an answer; nobody gets past it. */
function firstOpen() {
  const open = sheet.questions().findIndex((question) => !sheet.chosen(question));
  return open < 0 ? sheet.questions().length - 1 : open;
}

function wipe() {
  autoAdvance.cancel();
  sheet.wipe();
  current.result = null;
  wish = null;
  progress.setWaiting(false);
  contribution.forget();
  element("delete").close();
}

/**
 * Wipe everything and go to the start, or to the closing screen.
 * @param {Parameters<typeof showNote>[0]} note what to say there
 * @param {"start" | "closing"} [view]
 */
async function leave(note, view = "start") {
  wipe();
  await leaveEntries();
  show({ view, step: 0 });
  showNote(note);
}

// ---- answering ----------------------------------------------------------------------------------------

function next() {
  const missing = !sheet.chosen(currentQuestion());
  sheet.showError(currentQuestion(), missing);
  if (missing) focus();
  else if (current.step + 1 < sheet.questions().length) goTo(current.step + 1);
  else finish();
}

/** The request for a result that Python is working on; wiped with the answers. @type {object | null} */
let wish = null;

async function finish() {
  if (wish) return;
  const mine = {};
  wish = mine;
  const ready = python(); // starts Python anew if it could not start
  progress.setWaiting(true);
  showReason();
  try {
    const { classify } = await ready;
    if (wish !== mine) return; // wiped in the meantime: nobody is there to see a result
    const given = sheet.answers();
    const classified = await classify(given, contribution.detail());
    if (wish !== mine || !sheet.isUnchanged(given)) return; // or changed, while Python worked it out
    await showResult(classified, given);
  } catch {
    pythonFailed(getState("reason") ?? "file");
    if (wish === mine) showReason();
  } finally {
    if (wish === mine) {
      wish = null;
      progress.setWaiting(false);
    }
  }
}

/** @param {import("./python.js").Classified} classified @param {Record<string, number>} given */
async function showResult({ outcome, code, blocks, statements }, given) {
  wipe();
  const shown = { outcome, blocks, statements: statements.map((item) => ({ item, value: given[item] })) };
  contribution.offer(code);
  showNote(null);
  show({ view: "result", step: 0, result: shown });
  // Only then the history, which takes its time: from the result, back leads to the start.
  await leaveEntries();
  if (current.result === shown) addEntry("result", 0);
}

/** If no result can come, show the reason, wherever the person is. */
function showReason() {
  const reason = getState("reason");
  if (reason) announceAndShow(find(`.notice[data-reason="${reason}"]`));
}

// ---- buttons and keys ---------------------------------------------------------------------------------

/** @typedef {import("./page_contract.js").ClickAction} ClickAction */
/** @type {Record<ClickAction, () => void>} */
const actions = {
  start() {
    showNote(null);
    goTo(0);
  },
  /** From the opening of a chapter to its first question. */
  proceed: () => goToView("survey", current.step),
  back: () => history.back(),
  print: () => window.print(),
  delete: () => element("delete").showModal(),
  async "delete-now"() {
    await leave(null, "closing");
    setTimeout(() => current.view === "closing" && returnToFirstLanguage(), CLOSES_AFTER);
  },
  "keep-result": () => element("delete").close(),
  restart() {
    if (!returnToFirstLanguage()) leave(null);
  },
  "print-conversation": conversation.print,
  copy: conversation.copy,
  stay: idle.stay,
  send: contribution.send,
  keep: contribution.keep,
  ballot: contribution.printBallot,
  open: contribution.open,
};

document.addEventListener("click", (event) => {
  if (!(event.target instanceof Element)) return;
  const pressed = event.target.closest("button[data-action]");
  if (pressed instanceof HTMLElement) actions[/** @type {ClickAction} */ (pressed.dataset.action)]?.();
  const link = event.target.closest("a[data-language]");
  const atStake = current.view !== "start" || Object.keys(sheet.answers()).length;
  if (link instanceof HTMLAnchorElement && atStake) {
    event.preventDefault();
    changeLanguage(link);
  }
});

document.addEventListener("submit", (event) => {
  event.preventDefault();
  if (event.target === element("survey")) next();
  else if (event.target === optionalElement("contribute")) contribution.enter();
});

autoAdvance.watch({
  // The last question ends by its button only.
  leadsOn: (question) =>
    current.view === "survey" && question === currentQuestion() && question !== sheet.questions().at(-1),
  goOn: next,
});

document.addEventListener("change", ({ target }) => {
  const question = target instanceof Element && target.closest("fieldset[data-item]");
  if (question instanceof HTMLElement) sheet.showError(question, false);
});

document.addEventListener("keydown", (event) => {
  if (!isAnswering(current.view) || event.ctrlKey || event.altKey || event.metaKey) return;
  if (current.view === "chapter") {
    const reading = event.target === document.body || event.target === heading();
    if (event.key !== "Enter" || !reading) return;
    event.preventDefault(); // else the same key also submits the question that comes
    actions.proceed();
    return;
  }
  const question = currentQuestion();
  // Only where the answers are: a digit must never surprise those who speak their commands (WCAG 2.1.4).
  const inside = event.target instanceof Node && question.contains(event.target);
  const radio = inside && question.querySelectorAll("input")[Number(event.key) - 1];
  if (radio) {
    radio.click();
    radio.focus();
  } else if (event.key === "Enter" && event.target === document.body) {
    next();
  }
});

/** @param {HTMLAnchorElement} link */
async function changeLanguage(link) {
  if (link.hasAttribute("aria-current")) return;
  const showPage = await language.fetchPage(link.href).catch(() => showNote("note-language"));
  if (!showPage) return;
  // Only now: an answer may have been given, or everything deleted, while the page was on its way.
  const given = sheet.answers();
  const chosen = result.choices();
  showPage();
  readTitle();
  sheet.tick(given);
  progress.render();
  render();
  result.chooseAgain(chosen);
  find(`a[data-language="${link.dataset.language}"]`).focus();
}

/** On a shared workstation the next person finds the page as if nobody had been here. @returns {boolean} */
function returnToFirstLanguage() {
  const kiosk = getState("kiosk");
  if (kiosk) replacePage(kiosk);
  return Boolean(kiosk);
}
const CLOSES_AFTER = 60_000; // milliseconds

// ---- coming and going ---------------------------------------------------------------------------------

// Nothing survives leaving the page, not even in the browser's own copy of it for the back button.
window.addEventListener("pagehide", () => {
  wipe();
  result.clear();
});
window.addEventListener("pageshow", (event) => {
  if (event.persisted) leave(null);
});

// A service worker that takes the page over later could read what is sent (first_paint.js).
function refuse() {
  setState("refused", "yes");
  leave(null);
}
navigator.serviceWorker?.addEventListener("controllerchange", refuse);

idle.watch({
  atStake: () => current.view === "result" || Object.keys(sheet.answers()).length > 0,
  async wipe() {
    await leave("note-idle");
    returnToFirstLanguage();
  },
});

history.scrollRestoration = "manual"; // the view follows the focus, not what was read before
setState("script", "on");
setState("ready", "yes");
if (getState("begun")) {
  // "Start" was pressed before this script came (first_paint.js); the first question may even be answered.
  const reached = getState("view");
  actions.start();
  if (reached === "survey") actions.proceed();
  clearState("begun");
} else {
  dropEntriesOfEarlierLoad();
  sheet.wipe();
  render();
}
if (navigator.serviceWorker?.controller) refuse(); // it came while this script was on its way

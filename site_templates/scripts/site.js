// The page: start, twelve questions one at a time, result. This module holds which of them is shown and
// what the buttons do; every other module does one thing for it.
import * as arriving from "./arriving.js";
import { ask } from "./ask.js";
import * as contribution from "./contribution.js";
import * as idle from "./idle.js";
import * as language from "./language.js";
import { python } from "./python.js";
import * as result from "./result.js";
import * as sheet from "./sheet.js";
import * as spoken from "./spoken.js";

const html = document.documentElement;
const one = (selector) => /** @type {HTMLElement} */ (document.querySelector(selector));
const all = (selector) => /** @type {HTMLElement[]} */ ([...document.querySelectorAll(selector)]);

/** What is shown; lives in memory only. @type {{view: "start" | "survey" | "result", step: number, result: result.Result | null}} */
const page = { view: "start", step: 0, result: null };

// History entries carry a place in the survey and nothing of the answers; one of an earlier load is void.
const visit = crypto.getRandomValues(new Uint32Array(1))[0];
const here = () => (history.state?.visit === visit ? history.state : { depth: 0, view: "start", step: 0 });

// ---- showing ------------------------------------------------------------------------------------------

function render() {
  html.dataset.view = page.view;
  // They came when this would have moved what was read (early.js).
  if (html.dataset.letters === "here" && !html.dataset.begun) delete html.dataset.letters;
  one("#start").hidden = page.view !== "start";
  one("#survey").hidden = page.view !== "survey";
  one("#result").hidden = page.view !== "result";
  one(".progress").hidden = one(".steps").hidden = page.view !== "survey";
  ask(page.step);
  if (page.result) result.show(page.result);
  else result.clear();
  spoken.entitle(place());
  contribution.render(page.view === "result");
}

/** Where the person is, in words, for the title; nothing of what the answers or the result are. */
function place() {
  if (page.view === "survey") return one("#progress-text").textContent;
  return page.view === "result" ? one("#result .kicker").textContent : "";
}

/** Move focus to where the person goes on reading, and the view to its top. */
function focus() {
  const question = sheet.questions()[page.step];
  const target = {
    start: () => one("#start-title"),
    survey: () => sheet.chosen(question) ?? question.querySelector("input"),
    result: () => one("#result h1"),
  }[page.view]();
  target.focus({ preventScroll: true });
  if (html.dataset.begun) return; // the question is being read already
  window.scrollTo(0, 0);
  sheet.bringIntoView(target);
}

/** @param {Partial<typeof page>} changes */
function go(changes) {
  Object.assign(page, changes);
  render();
  focus();
  if (page.view === "result") spoken.sayResult();
  else spoken.say(place());
}

/** @param {string | null} id the one note to show */
function note(id) {
  for (const shown of all(".note, #note-language")) shown.hidden = shown.id !== id;
  if (id && one(`#${id}`).role !== "alert") spoken.say(one(`#${id}`).textContent);
}

// ---- moving -------------------------------------------------------------------------------------------

function forward(view, step) {
  history.pushState({ visit, depth: here().depth + 1, view, step }, "");
  go({ view, step });
}

/** Leave the survey's history entries behind, so that going back never meets a wiped question. */
function unwind() {
  const { depth } = here();
  unwound ??= new Promise((resolve) => {
    if (!depth) return resolve();
    arrived = resolve;
    history.go(-depth);
  }).then(() => (unwound = null));
  return unwound;
}
let unwound = null;
let arrived = null;

window.addEventListener("popstate", () => {
  if (arrived) {
    arrived();
    arrived = null;
    return;
  }
  const { view, step } = here();
  if (page.view === "result" || view === "result") wipe();
  if (view === "survey" && step <= firstOpen()) go({ view, step, result: null });
  else go({ view: "start", step: 0, result: null });
});

/** The first question without an answer; nobody gets past it. */
function firstOpen() {
  const open = sheet.questions().findIndex((question) => !sheet.chosen(question));
  return open < 0 ? sheet.questions().length - 1 : open;
}

function wipe() {
  sheet.wipe();
  page.result = null;
  awaited = null;
  arriving.wait(false);
  contribution.forget();
}

async function leave(id) {
  wipe();
  await unwind();
  go({ view: "start", step: 0 });
  note(id);
}

// ---- answering ----------------------------------------------------------------------------------------

function answered() {
  const question = sheet.questions()[page.step];
  const missing = !sheet.chosen(question);
  sheet.complain(question, missing);
  if (missing) focus();
  return !missing;
}

function next() {
  if (!answered()) return;
  if (page.step + 1 < sheet.questions().length) forward("survey", page.step + 1);
  else finish();
}

/** The wish for a result that is being worked out; goes with the answers. @type {object | null} */
let awaited = null;

async function finish() {
  if (awaited) return;
  const wish = (awaited = {});
  const ready = python(); // a Python that could not be had is asked for anew
  arriving.wait(true);
  showReason();
  try {
    const { classify } = await ready;
    if (awaited !== wish) return; // wiped meanwhile: nobody is there to see a result
    const given = sheet.answers();
    const told = await classify(given, contribution.detail());
    if (awaited !== wish || !sheet.stands(given)) return; // or changed, while Python worked it out
    const { outcome, code, blocks, because } = told;
    wipe();
    const result = { outcome, blocks, because: because.map((item) => ({ item, value: given[item] })) };
    contribution.offer(code);
    note(null);
    go({ view: "result", step: 0, result });
    // Only then the history, which takes its time: from the result, back leads to the start.
    await unwind();
    if (page.result === result) history.pushState({ visit, depth: here().depth + 1, view: "result", step: 0 }, "");
  } catch {
    html.dataset.python = "failed";
    html.dataset.reason ??= "file";
    if (awaited === wish) showReason();
  } finally {
    if (awaited === wish) {
      awaited = null;
      arriving.wait(false);
    }
  }
}

/** Why there is no result, if so: brought into view, wherever the person is. */
function showReason() {
  const { reason } = html.dataset;
  if (reason) spoken.tell(one(`.notice[data-reason="${reason}"]`));
}

// ---- buttons and keys ---------------------------------------------------------------------------------

const actions = {
  start() {
    note(null);
    forward("survey", Math.min(page.step, firstOpen()));
  },
  back: () => history.back(),
  print: () => window.print(),
  delete: () => leave("note-deleted"),
  async restart() {
    await leave(null);
    forward("survey", 0);
  },
  stay: idle.stay,
  send: contribution.send,
  keep: contribution.keep,
  ballot: contribution.printBallot,
};

document.addEventListener("click", (event) => {
  if (!(event.target instanceof Element)) return;
  const button = event.target.closest("button[data-action]");
  if (button instanceof HTMLElement) actions[button.dataset.action]?.();
  const link = event.target.closest("a[data-language]");
  const atStake = page.view !== "start" || Object.keys(sheet.answers()).length || contribution.holdsSlip();
  if (link instanceof HTMLAnchorElement && atStake) {
    event.preventDefault();
    changeLanguage(link);
  }
});

document.addEventListener("submit", (event) => {
  event.preventDefault();
  if (event.target === sheet.form()) next();
});

document.addEventListener("change", (event) => {
  const question = event.target instanceof Element && event.target.closest("fieldset[data-item]");
  if (question instanceof HTMLElement) sheet.complain(question, false);
});

document.addEventListener("keydown", (event) => {
  if (page.view !== "survey" || event.ctrlKey || event.altKey || event.metaKey) return;
  const question = sheet.questions()[page.step];
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
  const { language: code } = link.dataset;
  const put = await language.fetched(link.href).catch(() => note("note-language"));
  if (!put) return;
  // Only now: an answer may have been given, or everything deleted, while the page was on its way.
  const given = sheet.answers();
  put();
  spoken.retitle();
  sheet.tick(given);
  arriving.render();
  render();
  one(`a[data-language="${code}"]`).focus();
}

// ---- coming and going ---------------------------------------------------------------------------------

// Nothing survives leaving the page, not even in the browser's own copy of it for the back button.
window.addEventListener("pagehide", () => {
  wipe();
  result.clear();
});
window.addEventListener("pageshow", (event) => {
  if (event.persisted) leave(null);
});

idle.watch({
  atStake: () => page.view === "result" || Object.keys(sheet.answers()).length > 0,
  async wipe() {
    contribution.dropSlip();
    await leave("note-idle");
    // A shared workstation: the next person finds the page as if nobody had been here, in its first language.
    if (html.dataset.kiosk) location.replace(html.dataset.kiosk);
  },
});

history.scrollRestoration = "manual"; // the view follows focus, not what was read before
html.dataset.script = "on";
html.dataset.ready = "yes";
if (html.dataset.begun) {
  // "Start" was pressed before this script came (early.js); the first question may even be answered.
  render();
  actions.start();
  delete html.dataset.begun;
} else {
  // A reload comes back to the start; going back from there leaves the page at once.
  if (history.state?.depth) history.go(-history.state.depth);
  sheet.wipe();
  render();
}

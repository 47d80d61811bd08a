// The studio: the facilitator's page. This module connects the parts: form, readiness, preview, files, desk.
import { listenToUploads, showUploads } from "./brand_uploads.js";
import { listenToColours, showContrast } from "./colours.js";
import { listenToContacts, showContacts } from "./contacts.js";
import { DeskLost, openDesk } from "./desk_client.js";
import { showFaults } from "./faults.js";
import { connect } from "./field_parts.js";
import { flushTyping, listen, showValues } from "./fields.js";
import { isHandedOver, listenToLanguageLink } from "./handover.js";
import {
  forget,
  isKept,
  keepHere,
  knownWorkspace,
  listenToKeeping,
  lookForKept,
  openWithKept,
  receiveHandover,
} from "./keeping.js";
import { listenToLanguages, showLanguages } from "./languages.js";
import { showOtherKeys } from "./other_keys.js";
import { showOwnTexts } from "./own_texts.js";
import {
  announce,
  answerBanner,
  buttonLabel,
  find,
  firstState,
  hideBanner,
  root,
  say,
  showBanner,
  studioLanguage,
} from "./page_parts.js";
import { knowAgain } from "./pointing.js";
import { listenToPresses, unlessPressed } from "./presses.js";
import { draw, fit, listenToPreview, showChoices, showSurvey, showWhat } from "./preview.js";
import { mayBuild, showReadiness, showReady } from "./readiness.js";
import { listenToSteps, showNextStep, showView, whenStepped } from "./steps.js";
import { listenToSurveys, showSurveys } from "./surveys.js";
import { ACTIONS, listenToTransfer, showOffer } from "./transfer.js";
import { saveWholeFile, showUnreadable } from "./unreadable.js";
import { watchWindows } from "./windows.js";
import * as workspace from "./workspace.js";

const form = find("#fields");
const isServer = root.dataset.desk === "server";

// ---- what the page shows ------------------------------------------------------------------------------------

/** Show what the form holds. @param {workspace.State} state */
function showForm(state) {
  showUnreadable(state);
  showLanguages();
  showContacts();
  showSurveys();
  showValues(form);
  showUploads();
  showFaults(state.faults);
  showReadiness(state);
  showOffer(state);
  showOtherKeys();
}

/** Show the survey that somebody writes about. @param {Element} control */
function followSurvey(control) {
  const survey = control.closest('[data-entries="surveys"] > .entry');
  if (survey) showSurvey([...(survey.parentElement?.children ?? [])].indexOf(survey));
}

let isFirst = true;
let shownPages = "";

function show() {
  const state = workspace.getState();
  if (!state) return;
  showForm(state);
  showContrast(state.contrast);
  showChoices(state);
  if (document.activeElement) followSurvey(document.activeElement);
  const pages = state.pages.map(({ id }) => id).join();
  const isNew = pages !== shownPages && root.dataset.step === "collection"; // such as a ballot
  if (isFirst || isNew) showWhat(root.dataset.step ?? "");
  isFirst = false;
  shownPages = pages;
  if (!workspace.pendingEdits().length) delete root.dataset.busy;
}

/** Show edits before the desk has answered. */
function showEdits() {
  const state = workspace.getState();
  if (state) showForm(state);
}

function showFaultsNow() {
  const state = workspace.getState();
  if (state) showFaults(state.faults);
}

// ---- the desk -----------------------------------------------------------------------------------------------

const MEGABYTES = 1e6;
const FORMAT = new Intl.NumberFormat(studioLanguage, { minimumFractionDigits: 1, maximumFractionDigits: 1 });

/** @param {number} here @param {number} of in bytes */
function showProgress(here, of) {
  const progress = /** @type {HTMLProgressElement} */ (find("#progress"));
  progress.max = of;
  progress.value = here;
  const megabytes = { here: FORMAT.format(here / MEGABYTES), of: FORMAT.format(of / MEGABYTES) };
  find("#arriving label").textContent = say("loading", megabytes);
}

const REASONS = { wasm: "no_wasm", file: "file_missing", python: "python_lost", server: "server_lost" };

/** @param {unknown} error */
function showTrouble(error) {
  delete root.dataset.busy;
  if (!(error instanceof DeskLost)) {
    const text = error instanceof Error ? error.message : "";
    return showBanner(text || say("went_wrong"));
  }
  root.dataset.python = "failed";
  find("#arriving").hidden = true;
  const again = { label: buttonLabel("again"), act: () => void start().catch(showTrouble) };
  const mayHelp = error.reason === "file" || error.reason === "python";
  showBanner(say(REASONS[error.reason]), mayHelp ? again : undefined);
  if (error.reason === "server") workspace.send(); // until it is there again
}

async function start() {
  root.dataset.python = "loading";
  find("#arriving").hidden = false;
  workspace.awaitDesk();
  const desk = await openDesk(showProgress, workspace.refresh);
  root.dataset.python = "ready";
  find("#arriving").hidden = true;
  if (isServer) workspace.useDesk(desk);
  else await openWithKept(desk);
  if (!firstState) await workspace.refresh();
  workspace.send();
  announce(say("arrived"));
}

/** The desk answers again after it did not. */
function noteAnswer() {
  if (root.dataset.python !== "failed") return;
  root.dataset.python = "ready";
  hideBanner();
}

// ---- what the buttons do ----------------------------------------------------------------------------------

/** Save a file that is made of the whole site; if something is not right yet, lead to it. @param {string} action */
async function saveWhole(action) {
  flushTyping();
  await workspace.settled();
  if (mayBuild(workspace.getState())) ACTIONS[action]();
  else showFaultsNow();
}

/** @type {Record<string, () => void>} */
const BUTTONS = {
  ...ACTIONS,
  ...Object.fromEntries(
    ["save-zip", "save-single", "save-count"].map((name) => [name, () => saveWhole(name)]),
  ),
  next: showNextStep,
  "save-whole-file": saveWholeFile,
  "show-ready": () => {
    showReady();
    showFaultsNow();
  },
  "view-form": () => showView("form"),
  "view-preview": () => {
    showView("preview");
    fit();
  },
  forget,
  answer: answerBanner,
  "close-banner": () => {
    hideBanner();
    find("#form").focus();
  },
};

document.addEventListener("click", ({ target }) => {
  const button = /** @type {HTMLElement} */ (target).closest?.("button[data-action]");
  BUTTONS[/** @type {HTMLElement | null} */ (button)?.dataset.action ?? ""]?.();
});

listenToPresses();
connect(form);
listen(form);
listenToColours(form);
listenToLanguages();
listenToContacts();
listenToSurveys();
listenToUploads();
listenToPreview();
listenToTransfer(() => isServer || isKept() || isHandedOver());
listenToLanguageLink(knownWorkspace);
if (!isServer) listenToKeeping();
watchWindows(keepHere);

workspace.whenInTrouble(showTrouble);
workspace.whenChanged(noteAnswer);
workspace.whenChanged(() => unlessPressed(show));
workspace.whenChanged(() => void draw());
workspace.whenChanged(() => void showOwnTexts().then(knowAgain));
workspace.whenEdited(() => {
  root.dataset.busy = "yes";
  unlessPressed(showEdits);
});
whenStepped((step) => showWhat(step));
whenStepped(knowAgain);
form.addEventListener("focusin", ({ target }) => {
  const control = /** @type {HTMLElement} */ (target);
  followSurvey(control);
  const field = control.closest("[data-shows]");
  if (field) showWhat(/** @type {HTMLElement} */ (field).dataset.shows ?? "");
});
form.addEventListener("focusout", () => unlessPressed(showFaultsNow));

receiveHandover();
if (!isServer) lookForKept();
if (firstState) {
  workspace.accept(firstState);
}
listenToSteps();
root.dataset.ready = "yes";
start().catch(showTrouble);

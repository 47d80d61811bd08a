// The trustee's page. The key is handled here and nowhere else; Python names it, prints it, and knows the urn.
// Nothing is stored: what a person does not download or print is gone with the window.
/** @import { Ask } from "./desk" */
/** @import { Wanted } from "../one_file/start.js" */
import { element, field, show, write } from "../one_file/elements.js";
import { showProgress } from "../one_file/start.js";
import { speak, word } from "../one_file/words.js";
import { canSeal } from "../seal/seal.js";
import { SHORTEST_PASSPHRASE } from "./key_file.js";
import {
  copyLine,
  emptyFields,
  forget,
  make,
  mayLoseKey,
  printCopy,
  restore,
  saveCopy,
  saveFile,
  showKey,
} from "./making.js";
import { Refusal } from "./refusal.js";
import { goTo, sayRefusals, stage } from "./stages.js";
import {
  chooseUrn,
  forgetUrn,
  goOn,
  leave,
  mayLoseResult,
  openUrn,
  saveResult,
  showFacts,
  showResult,
} from "./urns.js";

/** @type {Ask} */
let askDesk = () => Promise.reject(new Error("Python is not ready"));
let working = false;

/** Start Python, and let a person choose. @param {(wanted: Wanted) => Promise<{ask: Ask}> | {ask: Ask}} startPython */
export async function openTrustee(startPython) {
  listen();
  sayHints();
  if (!canSeal()) return stop("no_crypto");
  show("loading", true);
  try {
    const downloads = JSON.parse(document.documentElement.dataset.downloads ?? "{}");
    const wanted = { downloads, desk: "generator.trustee.desk", onProgress: showProgress };
    const host = await startPython(wanted);
    askDesk = host.ask;
    show("loading", false);
    goTo("start");
  } catch (error) {
    stop("failed", error);
  }
}

/** Ask the desk. Rejects with `Refusal` if it refuses. @type {Ask} */
async function ask(name, given = {}) {
  const told = await askDesk(name, given);
  if (!told.refused) return told;
  const { kind, details } = told.refused;
  throw new Refusal(kind.split(".").pop(), details);
}

/** @param {string} why @param {unknown} [error] */
function stop(why, error) {
  if (error) document.documentElement.dataset.failure = String(error);
  emptyFields();
  forgetUrn();
  show("loading", false);
  goTo("stopped");
  element("problem-text").dataset.word = why;
  write("problem-text", word(why));
  show("problem", true);
}

/** @param {"start" | "make" | "restore" | "open"} task */
function begin(task) {
  emptyFields();
  forgetUrn();
  field("urn-file").value = "";
  goTo(task);
}

/** @type {Record<string, () => unknown>} */
const ACTIONS = {
  start: () => begin("start"),
  make: () => begin("make"),
  restore: () => begin("restore"),
  open: () => begin("open"),
  "save-file": saveFile,
  "print-copy": () => printCopy(ask),
  "save-copy": () => saveCopy(ask),
  "copy-line": copyLine,
  forget,
  "save-result": saveResult,
  "go-on": () => goOn(ask),
  leave,
};

/** @type {Record<string, () => unknown>} */
const FORMS = {
  "make-form": () => make(ask),
  "restore-form": () => restore(ask),
  "open-form": () => openUrn(ask),
};

/** Do what a person asks for, one thing at a time; if Python or the program stops, say so.
 * @param {() => unknown} work */
async function run(work) {
  if (working) return; // a second press would make a second key
  working = true;
  try {
    await work();
  } catch (error) {
    stop("lost", error);
  }
  working = false;
}

/** @param {string} code */
function changeLanguage(code) {
  speak(code);
  document.title = word("title");
  sayHints();
  sayRefusals();
  showKey();
  showFacts();
  showResult();
}

function sayHints() {
  for (const hint of document.querySelectorAll("[data-hint]"))
    hint.textContent = word("passphrase_hint", { least: SHORTEST_PASSPHRASE });
}

/** Show or hide what is typed into the fields that a box names. @param {HTMLInputElement} box */
function showTyped(box) {
  for (const id of (box.dataset.shows ?? "").split(" ")) field(id).type = box.checked ? "text" : "password";
}

function listen() {
  document.documentElement.dataset.script = "on"; // the buttons show
  for (const [id, submit] of Object.entries(FORMS)) {
    element(id).addEventListener("submit", (event) => {
      event.preventDefault();
      void run(submit);
    });
  }
  document.addEventListener("click", (event) => {
    const button = /** @type {Element} */ (event.target).closest("button");
    const { action, language: code } = button?.dataset ?? {};
    if (action) void run(ACTIONS[action]);
    if (code && stage() !== "busy") changeLanguage(code);
  });
  document.addEventListener("change", ({ target }) => {
    const box = /** @type {HTMLInputElement} */ (target);
    if (box.dataset.shows) showTyped(box);
  });
  element("urn-file").addEventListener("change", () => void run(() => chooseUrn(ask)));
  addEventListener("beforeunload", (event) => {
    if (mayLoseKey() || mayLoseResult() || stage() === "busy") event.preventDefault();
  });
}

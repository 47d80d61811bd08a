// The plan's page. It shows and hands over what is written; Python judges it, saves it and opens it again.
// Nothing is stored: what a person does not save is gone with the window.
/** @import { Host } from "../desk/python_host.js" */
/** @import { Wanted } from "../one_file/start.js" */
/** @import { Opened } from "./desk" */
import { DeskError } from "../desk/python_host.js";
import { bytesOf, readFile } from "../one_file/bytes.js";
import { confirmed, element, field, show, write } from "../one_file/elements.js";
import { save } from "../one_file/save.js";
import { showProgress } from "../one_file/start.js";
import { language, speak, word } from "../one_file/words.js";
import { clearRefusals, showGaps, showRefusals } from "./places.js";
import { dayTyped, writeProtocol } from "./protocol.js";
import { decisions, entries, isDecided, noteText, noteTick, showEntries, speakTexts } from "./rows.js";

const PAUSE = 400; // milliseconds without a key before Python looks at what is written
const MOST = 1_000_001; // bytes; one more than a plan may have, so that Python says so itself

/** @type {Promise<Host>} */
let python;
let changed = false;
let saved = ""; // the day on which the plan on the page was saved, YYYY-MM-DD
let gaps = 0;
/** The file that was not opened, to say why in another language, too.
 * @type {{file: string, contents: string} | undefined} */
let refused;
let pause = 0;

/** Let people write at once, and start Python beside that. @param {(wanted: Wanted) => Promise<Host>} start */
export async function openPlan(start) {
  document.documentElement.dataset.script = "on";
  document.documentElement.dataset.stage = "open";
  listen();
  write("state", word("loading"));
  const downloads = JSON.parse(document.documentElement.dataset.downloads ?? "{}");
  python = start({ downloads, desk: "generator.plan.desk", onProgress: showProgress }).then(begun);
  try {
    await python;
    document.documentElement.dataset.stage = "ready";
    await look();
  } catch (error) {
    stop("failed", error);
  }
}

/** @param {Host} host */
async function begun(host) {
  await host.ask("begin", { report: element("report").textContent });
  return host;
}

/** @param {string} why @param {unknown} error */
function stop(why, error) {
  document.documentElement.dataset.failure = String(error);
  document.documentElement.dataset.stage = "stopped";
  element("problem-text").dataset.word = why;
  write("problem-text", word(why));
  show("problem", true);
  write("said", "");
  showState();
}

/** @param {string} name @param {Record<string, unknown>} given */
async function ask(name, given) {
  return (await python).ask(name, { ...given, language: language() });
}

/** Have Python look at what is written, and show what is missing. */
async function look() {
  const looked = await ask("check", { entries: entries() });
  gaps = looked.gaps.length;
  showGaps(looked.gaps);
  showState();
}

function showState() {
  const shown = decisions();
  const decided = shown.filter(isDecided).length;
  const values = { decided, not_now: shown.length - decided, gaps };
  const stage = document.documentElement.dataset.stage;
  const sentences = [
    stage === "open" ? word("loading") : "",
    shown.length ? word(gaps ? "state" : "state_complete", values) : word("state_none"),
    changed ? word("unsaved") : "",
  ];
  write("state", sentences.filter(Boolean).join(" · "));
}

/** Something was written or ticked. */
function noteChange() {
  changed = true;
  write("said", "");
  showState();
  clearTimeout(pause);
  pause = setTimeout(() => void attempt(look), PAUSE);
}

async function savePlan() {
  const plan = await savedAs("save", "application/json");
  if (plan) {
    changed = false;
    saved = plan.written;
    write("said", word("saved", { name: plan.name }));
  }
  await look();
}

async function saveTable() {
  const table = await savedAs("table", "text/csv");
  if (table) write("said", word("saved_table", { name: table.name }));
}

/** Save what Python makes of the plan; if it refuses, say why at the fields, and return nothing.
 * @param {"save" | "table"} question @param {string} type */
async function savedAs(question, type) {
  if (document.documentElement.dataset.stage === "open") write("said", word("waiting"));
  await python;
  clearRefusals();
  try {
    const file = await ask(question, { entries: entries() });
    save(file.name, bytesOf(file.contents), type);
    return file;
  } catch (error) {
    if (!(error instanceof DeskError)) throw error;
    write("said", "");
    showRefusals(error.faults, word("refused_save"));
  }
}

async function openFile() {
  const file = field("plan-file").files?.[0];
  if (!file) return;
  clearRefusals();
  write("said", document.documentElement.dataset.stage === "open" ? word("waiting_open") : "");
  const contents = await readFile(file.slice(0, MOST));
  field("plan-file").value = "";
  await openContents({ file: file.name, contents });
}

/** Show the plan in a file, or say why it is not opened. @param {{file: string, contents: string}} chosen contents in base64 */
async function openContents(chosen) {
  clearRefusals();
  /** @type {Opened} */
  const opened = await ask("open", { ...chosen, shown: saved });
  write("said", "");
  refused = opened.refused ? chosen : undefined;
  if (opened.refused) {
    const lines = opened.refused.map((text) => ({ at: [], text }));
    return showRefusals(lines, word("refused_open"));
  }
  if (!(await mayReplace(opened))) return;
  showEntries(opened.entries);
  changed = false;
  saved = opened.written;
  write("said", word("opened", { number: opened.entries.decisions.length }));
  await look();
}

/** @param {Opened} opened */
async function mayReplace({ older, written }) {
  if (!changed && !decisions().length) return true;
  const question = older ? word("question_older", { day: dayTyped(written) }) : word("question_open");
  return confirmed(question, word("yes_open"), word("no"));
}

/** @type {Record<string, () => unknown>} */
const ACTIONS = {
  save: savePlan,
  table: saveTable,
  open: () => field("plan-file").click(),
  print: () => print(),
};

/** Do what a person asks for; if Python or the program stops, say so. @param {() => unknown} work */
async function attempt(work) {
  if (document.documentElement.dataset.stage === "stopped" && work !== ACTIONS.print) return;
  try {
    await work();
  } catch (error) {
    stop("lost", error);
  }
}

/** @param {string} code */
async function changeLanguage(code) {
  speak(code);
  document.title = `${word("title")} – ${element("survey-title").textContent}`;
  speakTexts();
  write("said", "");
  showState();
  if (refused) await openContents(refused);
  else clearRefusals();
  await look();
}

function listen() {
  const plan = element("plan");
  plan.addEventListener("submit", (event) => event.preventDefault());
  plan.addEventListener("input", ({ target }) => {
    noteText(/** @type {HTMLInputElement} */ (target));
    noteChange();
  });
  plan.addEventListener("change", ({ target }) => {
    const box = /** @type {HTMLInputElement} */ (target);
    const item = box.closest(".measure");
    if (box.dataset.entry === "chosen" && item) noteTick(item);
  });
  document.addEventListener("click", (event) => {
    const button = /** @type {Element} */ (event.target).closest("button");
    const { action, language: code } = button?.dataset ?? {};
    if (action) void attempt(ACTIONS[action]);
    if (code) void attempt(() => changeLanguage(code));
  });
  element("plan-file").addEventListener("change", () => void attempt(openFile));
  addEventListener("beforeprint", writeProtocol);
  addEventListener("beforeunload", (event) => {
    if (changed) event.preventDefault();
  });
}

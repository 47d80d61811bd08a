// With the facilitator's consent, what was typed is kept in this browser, and comes back after a reload or a
// crash. Without it, nothing is written; the page's memory holds it, should Python be lost. Only one window
// keeps (windows.js).
import { takeHandover } from "./handover.js";
import { announce, find, findInput, say, showBanner } from "./page_parts.js";
import { isFirstWindow } from "./windows.js";
import {
  ask,
  edit,
  markSaved,
  pendingEdits,
  useDesk,
  useDeskWith,
  whenChanged,
  whenEdited,
} from "./workspace.js";

const DATABASE = "lastbild-studio";
const STORE = "work";
// One for each address of the studio, should one server hold several.
const KEY = location.pathname.replace(/[^/]*$/, "");
const PAUSE = 300; // milliseconds from a change until it is kept

/**
 * @typedef {object} Kept
 * @property {string | null} workspace a zip with site.toml and the files it names, in base64; null if the desk
 * was not there yet
 * @property {import("./workspace.js").Edit[]} edits those that the workspace does not have yet
 */

let keeps = false;
/** The workspace as the desk gave it last, or as an earlier visit kept it. @type {string | null} */
let lastWorkspace = null;
let isWritten = false;

/** Return the workspace as the page last knew it. */
export const knownWorkspace = () => lastWorkspace;

/** Tell whether everything is kept in this browser. */
export const isKept = () => keeps && isWritten;

// ---- the browser's database ------------------------------------------------------------------------------

/** @returns {Promise<IDBDatabase>} */
function database() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
    request.onblocked = () => reject(new Error("blocked"));
  });
}

/**
 * @param {IDBTransactionMode} mode @param {(store: IDBObjectStore) => IDBRequest} work
 * @returns {Promise<any>} once it is durable
 */
async function inStore(mode, work) {
  const opened = await database();
  try {
    return await new Promise((resolve, reject) => {
      const transaction = opened.transaction(STORE, mode);
      const request = work(transaction.objectStore(STORE));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = () => reject(transaction.error ?? request.error);
    });
  } finally {
    opened.close();
  }
}

// ---- keeping ----------------------------------------------------------------------------------------------

let timer = 0;
let isKeeping = false;
let isStale = false;

function keepSoon() {
  isWritten = false;
  clearTimeout(timer);
  timer = setTimeout(keep, PAUSE);
}

async function keep() {
  isStale = true;
  if (isKeeping) return;
  isKeeping = true;
  while (isStale) {
    isStale = false;
    await keepOnce();
  }
  isKeeping = false;
}

/** Keep the edits at once, and the workspace as soon as the desk gives it: in memory, and with consent for good. */
async function keepOnce() {
  try {
    await put({ workspace: lastWorkspace, edits: pendingEdits() });
    const told = await ask("workspace_zip").catch(() => null); // no desk: the edits are kept
    if (!told) return;
    lastWorkspace = told.contents;
    await put({ workspace: lastWorkspace, edits: pendingEdits() });
    isWritten = !isStale;
  } catch (error) {
    stopKeeping(reasonOf(error));
  }
}

/** @param {Kept} kept */
const put = (kept) =>
  keeps && isFirstWindow() ? inStore("readwrite", (store) => store.put(kept, KEY)) : null;

/** @param {unknown} error */
const reasonOf = (error) =>
  error instanceof DOMException && error.name === "QuotaExceededError" ? "storage_full" : "storage_blocked";

/** Keep nothing from now on, and say why. @param {string} reason */
function stopKeeping(reason) {
  keeps = false;
  show();
  showBanner(say(reason));
}

function show() {
  findInput("#keep", document).checked = keeps;
  find('[data-action="forget"]').hidden = !keeps;
}

/** Keep nothing any more, and wipe what was kept. */
export async function forget() {
  keeps = false;
  show();
  await inStore("readwrite", (store) => store.delete(KEY)).catch(() => {});
  findInput("#keep", document).focus();
  announce(say("forgotten"));
}

// ---- bringing back ------------------------------------------------------------------------------------------

/** Settles once the page knows whether an earlier visit kept something. @type {Promise<unknown>} */
let looked = Promise.resolve();

/** What the page in the other language has handed over. @type {import("./handover.js").Handover | null} */
let handed = null;

/** Take what the page in the other language has handed over; it is newer than anything that was kept. */
export function receiveHandover() {
  handed = takeHandover();
  if (!handed) return;
  lastWorkspace = handed.workspace;
  edit(...handed.edits);
}

/** Look for what an earlier visit kept, and show the edits among it; from now on the page keeps again. */
export function lookForKept() {
  if (!("indexedDB" in window)) return;
  looked = look().catch(() => null); // a browser that keeps nothing has kept nothing
}

async function look() {
  const kept = await inStore("readonly", (store) => store.get(KEY));
  if (!kept || !isFirstWindow()) return;
  keeps = true;
  show();
  if (handed) return;
  lastWorkspace = kept.workspace;
  edit(...kept.edits);
}

/**
 * Open `desk`, with what was kept or what another desk held before it was lost; edits made meanwhile come on top.
 * @param {import("./desk_client.js").Desk} desk
 */
export async function openWithKept(desk) {
  await looked;
  if (lastWorkspace === null) return useDesk(desk);
  const isSaved = handed !== null && !handed.unsaved && !pendingEdits().length;
  if (await useDeskWith(desk, lastWorkspace)) announce(say("restored"));
  else stopKeeping("restore_failed"); // so that nothing overwrites it
  if (isSaved) markSaved();
}

/** Go on keeping in this window. */
export function keepHere() {
  lookForKept();
  keepSoon();
}

export function listenToKeeping() {
  whenEdited(keepSoon);
  whenChanged(keepSoon);
  const box = findInput("#keep", document);
  box.addEventListener("change", () => {
    if (!box.checked) return void forget();
    if (!isFirstWindow()) {
      box.checked = false;
      return showBanner(say("second_window"));
    }
    keeps = true;
    show();
    keepSoon();
    announce(say("keeping_on"));
  });
}

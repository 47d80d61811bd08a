// How much of Python has arrived, and whether the connection holds: shown only while somebody waits for the
// result.
import { announce, announceAndShow } from "./announce.js";
import { element, find } from "./page_contract.js";
import { getState, pythonFailed, pythonWorks } from "./page_state.js";

// After this long without a byte the page says so; if Python comes later, the page still uses it.
const SLOW_AFTER = 60_000;

/** For each file, how many of its bytes are here. @type {Map<string, {here: number, size: number}>} */
const files = new Map();
let interrupted = false;
let somebodyWaits = false;
let slowTimer = 0;

/** Count a file in. @param {string} name @param {number} size in bytes */
export function expectFile(name, size) {
  if (!files.has(name)) files.set(name, { here: 0, size });
}

/**
 * Note how many bytes of a file are here. Bytes that came once count, even if they have to come again.
 * @param {string} name @param {number} bytes
 * @returns {boolean} whether these are more than ever before
 */
export function noteArrived(name, bytes) {
  restartSlowTimer();
  const file = files.get(name);
  if (!file || bytes <= file.here) return false;
  file.here = bytes;
  render();
  return true;
}

/** The connection is gone, or it is back. @param {boolean} gone */
export function noteInterrupted(gone) {
  interrupted = gone;
  render();
  if (gone && somebodyWaits) announce(element("interrupted").textContent);
}

/** Python starts: from now on the page reports a minute without a byte. */
export function startSlowTimer() {
  stopSlowTimer();
  interrupted = false;
  slowTimer = setTimeout(() => pythonFailed("slow"), SLOW_AFTER);
}

export function stopSlowTimer() {
  clearTimeout(slowTimer);
  slowTimer = 0;
}

function restartSlowTimer() {
  if (!slowTimer) return;
  if (getState("reason") === "slow") pythonWorks("loading");
  startSlowTimer();
}

/** Somebody waits for the result, or no longer. @param {boolean} waits */
export function setWaiting(waits) {
  somebodyWaits = waits && getState("python") !== "ready";
  render();
  if (somebodyWaits) announceAndShow(find("#waiting p"));
}

/** Show the progress, also after a change of language. */
export function render() {
  element("waiting").hidden = !somebodyWaits;
  element("interrupted").hidden = !interrupted;
  const progress = /** @type {HTMLProgressElement} */ (find("#waiting progress"));
  const all = [...files.values()];
  progress.max = all.reduce((total, { size }) => total + size, 0) || 1;
  progress.value = all.reduce((total, { here }) => total + here, 0);
}

// How much of Python has arrived, and whether it still comes: said only while somebody waits for the result.
import * as spoken from "./spoken.js";

const page = document.documentElement;
const one = (selector) => /** @type {HTMLElement} */ (document.querySelector(selector));

// After this long without a byte the page says so; if Python comes later, it is used all the same.
const SLOW_AFTER = 60_000;

/** Bytes that are here and that there are, by file. @type {Map<string, {here: number, size: number}>} */
const files = new Map();
const state = { interrupted: false, wanted: false, slow: 0 };

/** A file will come. @param {string} name @param {number} size in bytes */
export function expect(name, size) {
  if (!files.has(name)) files.set(name, { here: 0, size });
}

/** What has come once counts, even if it has to come again. @param {string} name @param {number} bytes how many of them are here */
export function arrived(name, bytes) {
  const file = files.get(name);
  file.here = Math.max(file.here, bytes);
  alive();
  render();
}

/** The network is gone, or it is back. @param {boolean} waiting */
export function interrupted(waiting) {
  state.interrupted = waiting;
  render();
  if (waiting && state.wanted) spoken.say(one("#interrupted").textContent);
}

export function begin() {
  end();
  state.interrupted = false;
  state.slow = setTimeout(() => {
    page.dataset.python = "failed";
    page.dataset.reason = "slow";
  }, SLOW_AFTER);
}

export function end() {
  clearTimeout(state.slow);
  state.slow = 0;
}

/** Something has arrived: Python is not slow, or no longer. */
function alive() {
  if (!state.slow) return;
  if (page.dataset.reason === "slow") {
    page.dataset.python = "loading";
    delete page.dataset.reason;
  }
  begin();
}

/** Somebody waits for the result, or no longer. @param {boolean} wanted */
export function wait(wanted) {
  state.wanted = wanted && page.dataset.python !== "ready";
  render();
  if (state.wanted) spoken.tell(one("#waiting p"));
}

/** Show it, in whichever language the page now is. */
export function render() {
  one("#waiting").hidden = !state.wanted;
  one("#interrupted").hidden = !state.interrupted;
  const progress = /** @type {HTMLProgressElement} */ (one("#waiting progress"));
  const every = [...files.values()];
  progress.max = every.reduce((total, { size }) => total + size, 0) || 1;
  progress.value = every.reduce((total, { here }) => total + here, 0);
}

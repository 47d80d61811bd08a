// How much of Python has arrived, and whether it still comes: said only while somebody waits for the result.
import { sums } from "../runtime/sums.js";
import * as spoken from "./spoken.js";

const page = document.documentElement;
const one = (selector) => /** @type {HTMLElement} */ (document.querySelector(selector));

// After this long without a byte the page says so; if Python comes later, it is used all the same.
const SLOW_AFTER = 60_000;

/** Bytes that are here, by file. @type {Map<string, number>} */
const here = new Map();
const state = { interrupted: false, wanted: false, slow: 0 };

/** What download.js tells. */
export const told = {
  /** @param {string} name @param {number} bytes */
  arrived(name, bytes) {
    here.set(name, bytes);
    alive();
    render();
  },
  /** @param {boolean} waiting */
  waiting(waiting) {
    state.interrupted = waiting;
    render();
    if (waiting && state.wanted) spoken.say(one("#interrupted").textContent);
  },
};

export function begin() {
  end();
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
  if (state.wanted) spoken.tell(one("#waiting"));
}

/** Show it, in whichever language the page now is. */
export function render() {
  one("#waiting").hidden = !state.wanted;
  one("#interrupted").hidden = !state.interrupted;
  const progress = /** @type {HTMLProgressElement} */ (one("#waiting progress"));
  const arrived = (total, name) => total + (here.get(name) ?? 0);
  progress.value = NEEDED.reduce(arrived, 0);
  progress.max = NEEDED.reduce((total, name) => total + sums[name].size, 0);
}

// All but what is asked for only if Python ever lacks something.
const NEEDED = Object.keys(sums).filter((name) => name !== "whole.wasm.zip");

// Python in the background: PyScript boots Pyodide in a worker while the person answers.
import { boot } from "./boot.js";
import { UnusableFile } from "./download.js";
import * as progress from "./download_progress.js";
import { getState, pythonFailed, pythonWorks } from "./page_state.js";

// A Python that is ready answers a question within milliseconds.
const LOST_AFTER = 10_000;
// The WebAssembly with only the functions that visits were seen to enter, and the one with all functions.
const REACHED = "pyodide.wasm.zip";
const WHOLE = "whole.wasm.zip";
const STARTS = 4;

/**
 * @typedef {{outcome: string, code: string, blocks: string[], statements: string[]}} Classified
 * @typedef {object} Python the questions that Python answers for the page (pyodide_app/browser.py)
 * @property {(sheet: Record<string, number>, detail: string) => Promise<Classified>} classify
 * @property {(typed: string) => Promise<{slip?: string, mistyped?: string}>} readSlip
 * @property {(code: string, slip?: string) => Promise<string>} contribution the exact body that would be sent
 * @property {(ballot: string, slip?: string) => Promise<string>} sealedBody the same for a sealed ballot
 * @typedef {import("./boot.js").Booted} Booted
 */

/** A complete sheet. Its answer shows that Python, PyScript and our own files all arrived whole. */
const PROBE = Object.fromEntries(["A", "B", "C", "D"].flatMap((c) => [1, 2, 3].map((lens) => [c + lens, 0])));

/** The Python that runs or is on its way. @type {Promise<Booted>} */
let running;

/** Return Python once it is there; start it anew if a file could not be fetched. @returns {Promise<Python>} */
export async function python() {
  if (getState("python") === "failed" && getState("reason") === "file") running = start(REACHED);
  await running;
  return offered;
}

/** @type {Python} */
const offered = {
  async classify(sheet, detail) {
    const answer = JSON.parse(await callPython("classify", JSON.stringify(sheet), detail));
    if (answer.faults) throw new Error(answer.faults.join("; "));
    return answer;
  },
  readSlip: async (typed) => JSON.parse(await callPython("read_slip", typed)),
  contribution: (...given) => callPython("contribution", ...given),
  sealedBody: (...given) => callPython("sealed_body", ...given),
};

/**
 * Call a function of the running Python. If Python dies of it, call the one that lacks no function.
 * @param {string} name @param {(string | undefined)[]} given
 * @returns {Promise<string>}
 */
async function callPython(name, ...given) {
  const asked = running;
  try {
    return await call(await asked, name, given);
  } catch {
    if (asked === running) running = start(WHOLE);
    return call(await running, name, given);
  }
}

/**
 * @param {Booted} python
 * @param {string} name
 * @param {(string | undefined)[]} given
 * @returns {Promise<string>}
 */
function call({ sync, ended }, name, given) {
  return Promise.race([sync[name](...given), ended, silence()]);
}

/** @returns {Promise<never>} */
function silence() {
  return new Promise((_, reject) => {
    setTimeout(() => reject(new Error("Python does not answer")), LOST_AFTER);
  });
}

/** Start Python and show how it goes. @param {string} wasm the file with its WebAssembly */
function start(wasm) {
  const started = bootAndReport(wasm);
  started.catch(() => {}); // those who wait for it get the error
  return started;
}

/** @param {string} wasm */
async function bootAndReport(wasm) {
  pythonWorks("loading");
  progress.startSlowTimer();
  try {
    requireWebAssembly();
    const booted = await bootUntilReady(wasm);
    pythonWorks("ready");
    return booted;
  } catch (error) {
    const [said] = String(error instanceof Error ? error.message : error).split("\n");
    pythonFailed(error instanceof NoWebAssembly ? "wasm" : "file", said);
    throw error;
  } finally {
    progress.stopSlowTimer();
  }
}

class NoWebAssembly extends Error {}

/**
 * Compile the smallest module there is. That fails where WebAssembly is switched off or the server's policy
 * forbids it.
 */
function requireWebAssembly() {
  try {
    new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0));
  } catch {
    throw new NoWebAssembly("no WebAssembly");
  }
}

/** Boot until Python answers, or until another attempt cannot help. @param {string} wasm @returns {Promise<Booted>} */
async function bootUntilReady(wasm) {
  let file = wasm;
  for (let attempt = 1; ; attempt++) {
    try {
      const booted = await boot(file);
      const { faults } = JSON.parse(await call(booted, "classify", [JSON.stringify(PROBE), "type"]));
      if (faults) throw new Error(faults.join("; "));
      return booted;
    } catch (error) {
      if (attempt === STARTS || error instanceof UnusableFile) throw error;
      // A module that could not be fetched (a TypeError) may come the next time. Any other error means that
      // Python lacked a function.
      if (!(error instanceof TypeError) || attempt + 1 === STARTS) file = WHOLE;
    }
  }
}

running = start(REACHED);

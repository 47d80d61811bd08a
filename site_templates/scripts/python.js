// Python in the background: PyScript boots Pyodide in a worker while the person answers.
import * as arriving from "./arriving.js";
import { boot } from "./boot.js";
import { Wrong } from "./download.js";

const page = document.documentElement;

// A question to a Python that is ready is answered within milliseconds.
const LOST_AFTER = 10_000;
// Python with the functions that this site was ever seen to use, and Python with all that there are.
const REACHED = "pyodide.wasm.zip";
const WHOLE = "whole.wasm.zip";
const STARTS = 4;

/**
 * @typedef {{outcome: string, code: string, blocks: string[], because: string[]}} Shown
 * @typedef {object} Python what the page may ask Python for (pyodide_app/browser.py)
 * @property {(sheet: Record<string, number>, detail: string) => Promise<Shown>} classify
 * @property {(typed: string) => Promise<{slip?: string, mistyped?: string}>} readSlip
 * @property {(code: string, slip?: string) => Promise<string>} contribution the exact body that would be sent
 */

/** A complete sheet whose answer shows that Python, PyScript and our own files all arrived whole. */
const PROBE = Object.fromEntries(["A", "B", "C", "D"].flatMap((c) => [1, 2, 3].map((lens) => [c + lens, 0])));

/** Python, as it runs now or comes. @type {ReturnType<typeof boot>} */
let running;

/** Python, once it is there; asked for again if it could not be had. @returns {Promise<Python>} */
export async function python() {
  if (page.dataset.python === "failed" && page.dataset.reason === "file") start();
  await running;
  return offered;
}

/** @type {Python} */
const offered = {
  async classify(sheet, detail) {
    const told = JSON.parse(await ask("classify", JSON.stringify(sheet), detail));
    if (told.faults) throw new Error(told.faults.join("; "));
    return told;
  },
  readSlip: async (typed) => JSON.parse(await ask("read_slip", typed)),
  contribution: (...given) => ask("contribution", ...given),
};

/** Ask the Python that runs; where that one dies of the question, ask one that lacks nothing. */
async function ask(...question) {
  const asked = running;
  try {
    return await answer(await asked, question);
  } catch {
    if (asked === running) start(WHOLE);
    return answer(await running, question);
  }
}

function answer({ sync, ended }, [name, ...given]) {
  return Promise.race([sync[name](...given), ended, silence()]);
}

function silence() {
  return new Promise((_, reject) => {
    setTimeout(() => reject(new Error("Python does not answer")), LOST_AFTER);
  });
}

function start(wasm = REACHED) {
  running = begin(wasm);
  running.catch(() => {}); // told by those who wait for it
  return running;
}

async function begin(wasm) {
  page.dataset.python = "loading";
  delete page.dataset.reason;
  arriving.begin();
  try {
    smallestOfAll();
    const python = await started(wasm);
    page.dataset.python = "ready";
    delete page.dataset.reason;
    return python;
  } catch (error) {
    page.dataset.python = "failed";
    page.dataset.reason = error instanceof Forbidden ? "wasm" : "file";
    page.dataset.detail = String(error?.message ?? error).split("\n")[0];
    throw error;
  } finally {
    arriving.end();
  }
}

class Forbidden extends Error {}

/** The smallest module there is fails where WebAssembly is switched off or the server's policy forbids it. */
function smallestOfAll() {
  try {
    new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0));
  } catch {
    throw new Forbidden("no WebAssembly");
  }
}

/** Start as often as may help, and see that Python, PyScript and our own files all arrived whole. */
async function started(wasm) {
  for (let attempt = 1; ; attempt++) {
    try {
      const python = await boot(wasm);
      const { faults } = JSON.parse(await answer(python, ["classify", JSON.stringify(PROBE), "type"]));
      if (faults) throw new Error(faults.join("; "));
      return python;
    } catch (error) {
      if (attempt === STARTS || error instanceof Wrong) throw error;
      // A module that could not be fetched (a TypeError) may come the next time; of anything else, there was too little.
      if (!(error instanceof TypeError)) wasm = WHOLE;
    }
  }
}

start();

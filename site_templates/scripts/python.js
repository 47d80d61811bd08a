// Python in the background: PyScript boots Pyodide in a worker while the person answers.
import "../runtime/no-storage.js";

const page = document.documentElement;

// After this long without Python the page says so; if Python comes later, it is used all the same.
const SLOW_AFTER = 60_000;
// A question to a Python that is ready is answered within milliseconds.
const LOST_AFTER = 10_000;

/**
 * @typedef {{outcome: string, code: string, blocks: string[], because: string[]}} Shown
 * @typedef {object} Python what the page may ask Python for (pyodide_app/browser.py)
 * @property {(sheet: Record<string, number>, detail: string) => Promise<Shown>} classify
 * @property {(typed: string) => Promise<{slip?: string, mistyped?: string}>} readSlip
 * @property {(code: string, slip?: string) => Promise<string>} contribution the exact body that would be sent
 */

/** A complete sheet whose answer shows that Python, PyScript and our own files all arrived whole. */
const PROBE = Object.fromEntries(["A", "B", "C", "D"].flatMap((c) => [1, 2, 3].map((lens) => [c + lens, 0])));

/** @type {Promise<Python>} */
export const python = page.dataset.reason === "wasm" ? Promise.reject(new Error("no WebAssembly")) : boot();

python.then(
  () => {
    page.dataset.python = "ready";
    delete page.dataset.reason;
  },
  (error) => {
    page.dataset.python = "failed";
    page.dataset.reason ??= "file";
    page.dataset.detail = String(error?.message ?? error).split("\n")[0];
  },
);

async function boot() {
  const slow = setTimeout(() => {
    page.dataset.python = "failed";
    page.dataset.reason = "slow";
  }, SLOW_AFTER);
  // A piece of PyScript, or the page's own Python, that cannot be loaded ends in a rejection nobody awaits.
  let lose;
  const lost = new Promise((_, reject) => {
    lose = (event) => reject(event.reason);
    window.addEventListener("unhandledrejection", lose);
  });
  try {
    return await Promise.race([ready(), lost]);
  } finally {
    clearTimeout(slow);
    window.removeEventListener("unhandledrejection", lose);
  }
}

async function ready() {
  const { hooks, whenDefined } = await import("../runtime/core.js");
  // PyScript's own hooks are made by Function(), which the Content-Security-Policy forbids; none is needed.
  for (const set of Object.values(hooks.worker)) set.clear();
  await whenDefined("py");
  const { xworker } = document.querySelector('script[type="py"]');
  await xworker.ready;
  const { sync } = xworker;
  const offered = {
    async classify(sheet, detail) {
      const answer = JSON.parse(await within(LOST_AFTER, sync.classify(JSON.stringify(sheet), detail)));
      if (answer.faults) throw new Error(answer.faults.join("; "));
      return answer;
    },
    readSlip: async (typed) => JSON.parse(await within(LOST_AFTER, sync.read_slip(typed))),
    contribution: (...given) => within(LOST_AFTER, sync.contribution(...given)),
  };
  await offered.classify(PROBE, "type");
  return offered;
}

/** @template T @param {number} milliseconds @param {Promise<T>} promise @returns {Promise<T>} */
function within(milliseconds, promise) {
  return new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error("Python does not answer")), milliseconds);
    promise.then(resolve, reject);
  });
}

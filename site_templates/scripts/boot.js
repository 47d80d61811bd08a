// One start of Python: download what it needs, let PyScript make its worker, and hand the downloads over.
// A start can be tried again; what is here already is not downloaded a second time.
import "../worker/no_storage.js";
import { addressOf, download } from "./download.js";
import { element } from "./page_contract.js";
import { importPyScript, standInFront } from "./pyscript.js";
import { unzip } from "./unzip.js";

/**
 * @typedef {import("./pyscript.js").PyScript} PyScript
 * @typedef {Record<string, (...given: any[]) => Promise<string>>} Functions
 * @typedef {Worker & {ready: Promise<unknown>, sync: Functions}} PyScriptWorker
 * @typedef {HTMLScriptElement & {xworker?: PyScriptWorker}} PyScriptTag PyScript gives it the worker
 *
 * @typedef {object} Booted
 * @property {Functions} sync Python's functions
 * @property {Promise<never>} ended rejects when Python dies
 */

/** What PyScript fetches by itself: the page's Python, one line. */
const START = "start.txt";

/**
 * Start Python in a worker. Rejects if a file cannot be fetched, or if something does not run.
 * @param {string} wasm the file of the folder `runtime` with the WebAssembly
 * @returns {Promise<Booted>}
 */
export async function boot(wasm) {
  const first = [
    importPyScript(),
    download(START).then(answerPyScript),
    download("worker.zip").then(standInFront),
  ];
  const [app, library, archive] = ["app.zip", "stdlib.zip", wasm].map(download);
  for (const file of [app, library, archive]) file.catch(() => {}); // awaited below
  const [pyscript] = await Promise.all(first);
  const worker = await makeWorker(/** @type {PyScript} */ (pyscript));
  const ended = whenEnded(worker);
  // The page compiles while the worker starts; before that, it would only delay it.
  const parcels = { module: await compiled(wasm, await archive), library: await library, app: await app };
  // The worker's own postMessage is PyScript's, which waits until PyScript listens.
  Worker.prototype.postMessage.call(worker, { parcels });
  await Promise.race([worker.ready, ended]);
  return { sync: worker.sync, ended };
}

/** The WebAssembly by file; a second start uses it again. @type {Map<string, WebAssembly.Module>} */
const modules = new Map();

/** @param {string} name @param {Uint8Array<ArrayBuffer>} archive */
async function compiled(name, archive) {
  const [file] = unzip(archive);
  const module = modules.get(name) ?? (await WebAssembly.compileStreaming(file("application/wasm")));
  modules.set(name, module);
  return module;
}

/**
 * PyScript fetches the page's Python by itself. Answer with the bytes that were checked: the server could say
 * something else the second time.
 * @param {Uint8Array<ArrayBuffer>} python
 */
function answerPyScript(python) {
  const { href } = addressOf(START);
  window.fetch = async (asked, ...how) =>
    new URL(String(asked), document.baseURI).href === href ? new Response(python) : fetchFile(asked, ...how);
}
const fetchFile = window.fetch.bind(window);

/**
 * Put a new tag for PyScript into the page, replace that of an earlier start, and wait for its worker.
 * @param {PyScript} pyscript
 */
async function makeWorker({ hooks }) {
  // PyScript's own hooks are made by Function(), which the Content-Security-Policy forbids; none is needed.
  for (const set of Object.values(hooks.worker)) set.clear();
  const former = tag();
  former?.xworker?.terminate();
  former?.remove();
  document.body.append(element("python").content.cloneNode(true));
  for (;;) {
    const worker = tag()?.xworker;
    if (worker) return worker;
    await new Promise((resolve) => setTimeout(resolve));
  }
}

/** @returns {PyScriptTag | null} */
const tag = () => document.querySelector('script[type="py"]');

/**
 * Return a promise that rejects when Python dies, whether or not PyScript learns of it.
 * @param {PyScriptWorker} worker
 * @returns {Promise<never>}
 */
function whenEnded(worker) {
  /** @type {Promise<never>} */
  const ended = new Promise((_, reject) => {
    worker.onerror = ({ error, message }) => reject(error ?? new Error(message));
    // Until Python is there, a file that PyScript cannot load ends in a rejection that nobody awaits.
    const lost = (/** @type {PromiseRejectionEvent} */ { reason }) => reject(reason);
    window.addEventListener("unhandledrejection", lost);
    worker.ready.catch(() => {}).finally(() => window.removeEventListener("unhandledrejection", lost));
  });
  ended.catch(() => {});
  return ended;
}

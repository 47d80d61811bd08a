// One start of Python: download what it needs, let PyScript make its worker, and hand the downloads over.
// A start can be tried again; what is here already is not downloaded a second time.
import "../worker/no_storage.js";
import { addressOf, awaitFile, countIn, download, pause, UnusableFile } from "./download.js";
import { element, find } from "./page_contract.js";
import { unzip } from "./unzip.js";

/**
 * @typedef {{hooks: {worker: Record<string, Set<unknown>>}}} PyScript the module pyscript.js
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
 * PyScript makes its worker from a blob. Let our scripts stand in front of PyScript's.
 * @param {Uint8Array<ArrayBuffer>} archive
 */
async function standInFront(archive) {
  const scripts = await Promise.all(unzip(archive).map((file) => file("text/javascript").blob()));
  URL.createObjectURL = (blob) => {
    const ofWorker = blob instanceof Blob && blob.type === "text/javascript";
    return createObjectURL(ofWorker ? new Blob([...scripts, blob], { type: blob.type }) : blob);
  };
}
const createObjectURL = URL.createObjectURL.bind(URL);

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

// How often PyScript could not be run: an address that failed is not asked for a second time.
let failedRuns = 0;
const RUNS = 4;

/**
 * Import PyScript, which the browser checks against the hash in the page. Rejects with `UnusableFile` if the
 * server does not have it, or if it does not run however often it is asked for.
 * @returns {Promise<PyScript>}
 */
async function importPyScript() {
  const link = /** @type {HTMLLinkElement} */ (find('link[rel="modulepreload"][href*="/pyscript.js"]'));
  const noteLoaded = countIn("pyscript.js");
  for (const last = failedRuns + RUNS; failedRuns < last; failedRuns++) {
    // Another address: neither the browser's cache nor its list of modules knows it.
    const address = failedRuns ? `${link.href}&again=${failedRuns}` : link.href;
    if (await runs(address, link.integrity)) {
      noteLoaded();
      return import(address);
    }
    await pause(0);
    // The browser does not say why. This waits until the network is back, and rejects if the file is wrong.
    await awaitFile("pyscript.js");
  }
  throw new UnusableFile("pyscript.js: does not run");
}

/**
 * Return whether a module has the expected hash and runs.
 * @param {string} src
 * @param {string} integrity
 * @returns {Promise<boolean>}
 */
function runs(src, integrity) {
  const script = Object.assign(document.createElement("script"), { type: "module", src, integrity });
  const settled = new Promise((resolve) => {
    script.onload = () => resolve(true);
    script.onerror = () => resolve(false);
  });
  document.head.append(script);
  return settled.finally(() => script.remove());
}

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

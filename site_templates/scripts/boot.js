// One start of Python: downloads what it needs, lets PyScript make its worker, and hands the downloads over.
// It can be tried again; what is here already is not asked for a second time.
import "../runtime/no-storage.js";
import { sums } from "../runtime/sums.js";
import { told } from "./arriving.js";
import { download } from "./download.js";
import { unzip } from "./unzip.js";

/**
 * Start Python in a worker. Rejects if something cannot be had, or does not run.
 * @param {string} wasm the file of the folder `runtime` with the WebAssembly
 * @returns {Promise<{sync: any, ended: Promise<never>}>} what PyScript offers; `ended` rejects when Python dies
 */
export async function boot(wasm) {
  const files = [compiled(wasm), download("stdlib.zip", told), download("app.zip", told)];
  const parcels = Promise.all(files);
  parcels.catch(() => {}); // told below
  await Promise.all([download("worker.zip", told).then(standInFront), ...ASKED_BY_PYSCRIPT.map(checked), pyscript()]);
  const { xworker } = await tag();
  const ended = end(xworker);
  const [module, library, app] = await parcels;
  // The worker's own postMessage is PyScript's, which waits until PyScript listens.
  Worker.prototype.postMessage.call(xworker, { parcels: { module, library, app } });
  await Promise.race([xworker.ready, ended]);
  return { sync: xworker.sync, ended };
}

/** WebAssembly by file: a second start uses it again. @type {Map<string, Promise<WebAssembly.Module>>} */
const modules = new Map();

/** @param {string} name */
async function compiled(name) {
  const [file] = unzip(await download(name, told));
  if (!modules.has(name)) modules.set(name, WebAssembly.compileStreaming(file("application/wasm")));
  return modules.get(name);
}

// What PyScript and its worker ask for by themselves, once: checked here, it comes from the browser's cache then.
const ASKED_BY_PYSCRIPT = ["interpreter.js", "start.txt"];
const checked = (name) => download(name, told, { anew: true });

/** PyScript's worker is made from a blob: our scripts come to stand in front of its own. @param {Uint8Array} archive */
async function standInFront(archive) {
  const scripts = await Promise.all(unzip(archive).map((file) => file("text/javascript").blob()));
  URL.createObjectURL = (blob) =>
    createObjectURL(blob.type === "text/javascript" ? new Blob([...scripts, blob], { type: blob.type }) : blob);
}
const createObjectURL = URL.createObjectURL.bind(URL);

/** The parts of PyScript that the page loads are here and whole (early.js). */
async function pyscript() {
  await window.whole("python");
  for (const link of document.querySelectorAll('link[data-part="python"]')) {
    const name = link.getAttribute("href").split("/").pop();
    told.arrived(name, sums[name].size);
  }
}

/** The tag that PyScript has made a worker of: the page's own, or for another start a fresh copy of it. */
async function tag() {
  const { hooks, whenDefined } = await import("../runtime/core.js");
  // PyScript's own hooks are made by Function(), which the Content-Security-Policy forbids; none is needed.
  for (const set of Object.values(hooks.worker)) set.clear();
  await whenDefined("py");
  let script = document.querySelector('script[type="py"]');
  if (started.has(script)) {
    const copy = /** @type {HTMLElement} */ (script.cloneNode());
    script.xworker.terminate();
    script.replaceWith(copy);
    script = copy;
  }
  started.add(script);
  while (!script.xworker) await new Promise((resolve) => setTimeout(resolve, 5));
  return script;
}
const started = new WeakSet();

/** Rejects when Python dies, whether it has said so to PyScript or PyScript has told nobody. */
function end(xworker) {
  const ended = new Promise((_, reject) => {
    xworker.onerror = ({ error, message }) => reject(error ?? new Error(message));
    // A piece of PyScript, or the page's own Python, that cannot be loaded ends in a rejection nobody awaits.
    window.addEventListener("unhandledrejection", ({ reason }) => reject(reason));
  });
  ended.catch(() => {});
  return ended;
}

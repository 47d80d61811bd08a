// One start of Python: downloads what it needs, lets PyScript make its worker, and hands the downloads over.
// It can be tried again; what is here already is not asked for a second time.
import "../worker/no-storage.js";
import * as arriving from "./arriving.js";
import { download, pause, published, Wrong } from "./download.js";
import { unzip } from "./unzip.js";

/**
 * Start Python in a worker. Rejects if something cannot be had, or does not run.
 * @param {string} wasm the file of the folder `runtime` with the WebAssembly
 * @returns {Promise<{sync: any, ended: Promise<never>}>} what PyScript offers; `ended` rejects when Python dies
 */
export async function boot(wasm) {
  // In the order of need: a browser asks a server for six files at once, the others wait.
  const first = [loaded(), ...ASKED_BY_PYSCRIPT.map(checked), download("worker.zip").then(standInFront)];
  const [app, library, archive] = ["app.zip", "stdlib.zip", wasm].map((name) => download(name));
  for (const part of [app, library, archive]) part.catch(() => {}); // told below
  const [pyscript] = await Promise.all(first);
  const { xworker } = await tag(pyscript);
  const ended = end(xworker);
  // While the worker starts, the page compiles; before that, it would only come later.
  const parcels = { module: await compiled(wasm, await archive), library: await library, app: await app };
  // The worker's own postMessage is PyScript's, which waits until PyScript listens.
  Worker.prototype.postMessage.call(xworker, { parcels });
  await Promise.race([xworker.ready, ended]);
  return { sync: xworker.sync, ended };
}

// What PyScript and its worker ask for by themselves: checked here, it comes from the browser's cache then.
const ASKED_BY_PYSCRIPT = ["interpreter.js", "start.txt"];
const checked = (name) => download(name, { anew: true });

/** WebAssembly by file: a second start uses it again. @type {Map<string, WebAssembly.Module>} */
const modules = new Map();

/** @param {string} name @param {Uint8Array} archive */
async function compiled(name, archive) {
  const [file] = unzip(archive);
  if (!modules.has(name)) modules.set(name, await WebAssembly.compileStreaming(file("application/wasm")));
  return modules.get(name);
}

/** PyScript's worker is made from a blob: our scripts come to stand in front of its own. @param {Uint8Array} archive */
async function standInFront(archive) {
  const scripts = await Promise.all(unzip(archive).map((file) => file("text/javascript").blob()));
  URL.createObjectURL = (blob) =>
    createObjectURL(blob.type === "text/javascript" ? new Blob([...scripts, blob], { type: blob.type }) : blob);
}
const createObjectURL = URL.createObjectURL.bind(URL);

// How often PyScript could not be run: an address that failed is not asked for a second time.
let failed = 0;
const RUNS = 4;

/**
 * PyScript, whole: the browser checks it against the hash in the page. Rejects with `Wrong` if the server does
 * not have it, or if it does not run however often it is asked for.
 */
async function loaded() {
  const { href, integrity } = /** @type {HTMLLinkElement} */ (document.querySelector('link[rel="modulepreload"][href*="/pyscript.js"]'));
  arriving.expect("pyscript.js", published["pyscript.js"].size);
  for (const last = failed + RUNS; failed < last; failed++) {
    // Another address: neither the browser's cache nor its list of modules knows it.
    const address = failed ? `${href}&again=${failed}` : href;
    if (await runs(address, integrity)) {
      arriving.arrived("pyscript.js", published["pyscript.js"].size);
      return import(address);
    }
    await pause(0);
    // The browser does not say why. This waits until the network is back, and says what is wrong.
    await download("pyscript.js", { anew: true });
  }
  throw new Wrong("pyscript.js: does not run");
}

/** Whether a module is what it should be and could be run. */
function runs(src, integrity) {
  const script = Object.assign(document.createElement("script"), { type: "module", src, integrity });
  const settled = new Promise((resolve) => {
    script.onload = () => resolve(true);
    script.onerror = () => resolve(false);
  });
  document.head.append(script);
  return settled.finally(() => script.remove());
}

/** A tag that PyScript has made a worker of; one of a former start goes. @returns {Promise<{xworker: any}>} */
async function tag({ hooks }) {
  // PyScript's own hooks are made by Function(), which the Content-Security-Policy forbids; none is needed.
  for (const set of Object.values(hooks.worker)) set.clear();
  const former = document.querySelector('script[type="py"]');
  former?.xworker?.terminate();
  former?.remove();
  const template = /** @type {HTMLTemplateElement} */ (document.getElementById("python"));
  document.body.append(template.content.cloneNode(true));
  const script = document.querySelector('script[type="py"]');
  while (!script.xworker) await new Promise((resolve) => setTimeout(resolve));
  return script;
}

/** Rejects when Python dies, whether it has said so to PyScript or PyScript has told nobody. */
function end(xworker) {
  const ended = new Promise((_, reject) => {
    xworker.onerror = ({ error, message }) => reject(error ?? new Error(message));
    // Until Python is there, a piece that cannot be loaded ends in a rejection nobody awaits.
    const lost = ({ reason }) => reject(reason);
    window.addEventListener("unhandledrejection", lost);
    xworker.ready.catch(() => {}).finally(() => window.removeEventListener("unhandledrejection", lost));
  });
  ended.catch(() => {});
  return ended;
}

// PyScript itself: its module comes from the server, and its worker gets our scripts in front of its own.
// In a single file, site_templates/single/pyscript.js takes the place of this module.
import { importChecked } from "./checked_module.js";
import { awaitFile, countIn, pause, UnusableFile } from "./download.js";
import { find } from "./page_contract.js";
import { unzip } from "./unzip.js";

/** @typedef {{hooks: {worker: Record<string, Set<unknown>>}}} PyScript the module pyscript.js */

// How often PyScript could not be run: an address that failed is not asked for a second time.
let failedRuns = 0;
const RUNS = 4;

/**
 * Import PyScript, which the browser checks against the hash in the page. Rejects with `UnusableFile` if the
 * server does not have it, or if it does not run however often it is asked for.
 * @returns {Promise<PyScript>}
 */
export async function importPyScript() {
  const link = /** @type {HTMLLinkElement} */ (find('link[rel="modulepreload"][href*="/pyscript.js"]'));
  const noteLoaded = countIn("pyscript.js");
  for (const last = failedRuns + RUNS; failedRuns < last; failedRuns++) {
    const pyscript = await importChecked(link.href, link.integrity, failedRuns);
    if (pyscript) {
      noteLoaded();
      return pyscript;
    }
    await pause(0);
    // The browser does not say why. This waits until the network is back, and rejects if the file is wrong.
    await awaitFile("pyscript.js");
  }
  throw new UnusableFile("pyscript.js: does not run");
}

/**
 * PyScript makes its worker from a blob. Let our scripts stand in front of PyScript's.
 * @param {Uint8Array<ArrayBuffer>} archive
 */
export async function standInFront(archive) {
  const scripts = await Promise.all(unzip(archive).map((file) => file("text/javascript").blob()));
  URL.createObjectURL = (blob) => {
    const ofWorker = blob instanceof Blob && blob.type === "text/javascript";
    return createObjectURL(ofWorker ? new Blob([...scripts, blob], { type: blob.type }) : blob);
  };
}
const createObjectURL = URL.createObjectURL.bind(URL);

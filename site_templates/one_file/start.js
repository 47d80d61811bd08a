// Python for a page in one file: its parts stand in the page as text, and nothing is asked for from anywhere.
/** @import { Host } from "../desk/python_host.js" */
import { startPython } from "../desk/python_host.js";
import { bytesOf } from "./bytes.js";
import { element, write } from "./elements.js";
import { word } from "./words.js";

/**
 * @typedef {object} Wanted
 * @property {object} downloads file name -> its part, as the page names it
 * @property {string} desk dotted name of the Python module behind the page
 * @property {(here: number, of: number) => void} onProgress
 */

/** Start Python from what stands in the page. @param {Wanted} wanted @returns {Promise<Host>} */
export function startEmbedded({ downloads, desk, onProgress }) {
  const sizes = /** @type {Record<string, [string, number, string][]>} */ (downloads);
  const of = Object.values(sizes)
    .flat()
    .reduce((total, [, size]) => total + size, 0);
  let here = 0;
  onProgress(here, of);

  /** @param {string} name */
  async function fetchFile(name) {
    const contents = await embedded(name, sizes[name][0]);
    here += contents.length;
    onProgress(here, of);
    return contents;
  }
  return startPython({ downloads: sizes, desk, fetchFile });
}

/** Show how much of Python is here. @param {number} here @param {number} of */
export function showProgress(here, of) {
  const bar = /** @type {HTMLProgressElement} */ (element("progress"));
  bar.max = of;
  bar.value = here;
  const million = (/** @type {number} */ bytes) => (bytes / 1e6).toFixed(1);
  write("progress-text", word("progress", { here: million(here), of: million(of) }));
}

/** Return a file that stands in the page, unharmed. Rejects if it was cut off or changed on its way.
 * @param {string} name @param {[string, number, string]} part */
async function embedded(name, [, size, sum]) {
  const script = document.querySelector(`script[data-part="${CSS.escape(name)}"]`);
  const contents = bytesOf(script?.textContent ?? "");
  script?.remove(); // its text would stay in memory beside Python
  if (contents.length !== size) throw new Error(`${name}: ${contents.length} bytes of ${size}`);
  // Missing on a plain http server only; then the checksums within the archives have to do.
  const digest = await globalThis.crypto?.subtle?.digest("SHA-256", contents);
  if (digest && btoa(String.fromCharCode(...new Uint8Array(digest))) !== sum)
    throw new Error(`${name}: changed`);
  return contents;
}

// The page as a single file: Python's parts stand in it as text, and nothing is asked for from anywhere.
import { startPython } from "../desk/python_host.js";
import { openCount } from "./count.js";

openCount(({ downloads, desk, onProgress }) => {
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
});

/** Return a file that stands in the page, unharmed. Rejects if it was cut off or changed on its way.
 * @param {string} name @param {[string, number, string]} part */
async function embedded(name, [, size, sum]) {
  const script = document.querySelector(`script[data-part="${CSS.escape(name)}"]`);
  const contents = Uint8Array.from(atob(script?.textContent ?? ""), (sign) => sign.charCodeAt(0));
  script?.remove(); // its text would stay in memory beside Python
  if (contents.length !== size) throw new Error(`${name}: ${contents.length} bytes of ${size}`);
  // Missing on a plain http server only; then the checksums within the archives have to do.
  const digest = await globalThis.crypto?.subtle?.digest("SHA-256", contents);
  if (digest && btoa(String.fromCharCode(...new Uint8Array(digest))) !== sum)
    throw new Error(`${name}: changed`);
  return contents;
}

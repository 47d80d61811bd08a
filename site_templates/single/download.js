// The runtime's files out of this file, in place of scripts/download.js: nothing is asked for. Each part is
// checked against its hash in the page as a browser checks a download. Browsers offer SHA-256 to files and to
// HTTPS; over plain HTTP the checksum that stands beside each part takes its place.
import { expectFile, noteArrived } from "../scripts/download_progress.js";
import { element } from "../scripts/page_contract.js";
import { yieldToOthers } from "../scripts/yielding.js";
import { checksum, embeddedPart } from "./embedded.js";

/** @typedef {[name: string, size: number, sum: string]} Part size in bytes, SHA-256 in base64 */

/** The parts of each file, in their order. @type {Record<string, Part[]>} */
const published = JSON.parse(element("python").dataset.downloads ?? "");

/** Another attempt will not help: the file is damaged. */
export class UnusableFile extends Error {}

/** @type {Map<string, Promise<Uint8Array<ArrayBuffer>>>} */
const wholes = new Map();

/**
 * Return a file, whole and unharmed. Rejects with `UnusableFile` if a part is missing or damaged.
 * @param {string} name a file of the folder `runtime`
 */
export function download(name) {
  const whole = wholes.get(name) ?? joined(published[name]);
  wholes.set(name, whole);
  return whole;
}

/** @param {Part[]} parts */
async function joined(parts) {
  for (const [name, size] of parts) expectFile(name, size);
  const whole = new Uint8Array(parts.reduce((total, [, size]) => total + size, 0));
  let at = 0;
  for (const part of parts) {
    await yieldToOthers();
    whole.set(await checked(part), at);
    at += part[1];
    noteArrived(part[0], part[1]);
  }
  return whole;
}

/** @param {Part} part */
async function checked([name, size, sum]) {
  const { textContent, dataset } = embeddedPart(name);
  const text = textContent ?? "";
  const bytes = decoded(text, name);
  const unharmed = globalThis.crypto.subtle
    ? decoded(sum, name).join() === new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).join()
    : dataset.sum === String(checksum(text));
  if (bytes.length !== size || !unharmed) throw new UnusableFile(`${name}: damaged on its way`);
  return bytes;
}

/** @param {string} base64 @param {string} name @returns {Uint8Array<ArrayBuffer>} */
function decoded(base64, name) {
  try {
    const modern = /** @type {{fromBase64?(text: string): Uint8Array<ArrayBuffer>}} */ (
      /** @type {unknown} */ (Uint8Array)
    );
    if (modern.fromBase64) return modern.fromBase64(base64);
    return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  } catch {
    throw new UnusableFile(`${name}: damaged on its way`);
  }
}

/** What PyScript takes for the address of a file; nobody ever asks there. @param {string} name */
export const addressOf = (name) => new URL(name, "file:///in-this-file/runtime/");

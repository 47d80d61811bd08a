// Seals a contribution on this device. What seals comes from the server only once somebody wants to contribute.
import { runs } from "./checked_module.js";
import { element, find } from "./page_contract.js";

/**
 * @typedef {object} Sealed
 * @property {string} ballot the sealed contents, in base64url
 * @property {(body: string) => Promise<string>} open returns the contents of the ballot in a request body
 */

/** Tell whether browsers let this page seal: over https, and on this very machine. */
export const canSeal = () => Boolean(crypto.subtle);

let failures = 0;

/**
 * Seal to the key of this survey. Rejects if the script cannot be fetched, or is not the one of this page.
 * @param {string} contents
 * @returns {Promise<Sealed>}
 */
export async function seal(contents) {
  const { content, dataset } = element("sealing");
  const script = find("script", content);
  const { href } = new URL(script.getAttribute("src") ?? "", document.baseURI);
  // Another address after a failure: a browser does not ask for a failed one again.
  const address = failures ? `${href}&again=${failures}` : href;
  if (!(await runs(address, /** @type {HTMLScriptElement} */ (script).integrity))) {
    failures++;
    throw new Error(`${href}: did not come, or is another one`);
  }
  return (await import(address)).seal(contents, dataset.keys, dataset.info);
}

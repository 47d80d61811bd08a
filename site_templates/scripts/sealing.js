// Seals a contribution on this device. What seals comes from the server only once somebody wants to contribute.
import { importChecked } from "./checked_module.js";
import { element } from "./page_contract.js";
import { python } from "./python.js";

/**
 * @typedef {object} Sealed
 * @property {(slip?: string) => Promise<string>} body returns the exact body that would be sent
 * @property {(body: string) => Promise<string>} open returns what is under the seals of a body
 */

let failures = 0;

/**
 * Seal to the keys of this survey. Rejects if the script cannot be fetched, or is not the one that was published.
 * @param {string} contents
 * @returns {Promise<Sealed>}
 */
export async function seal(contents) {
  const { dataset } = element("contribution");
  const { sealing: integrity = "" } = element("python").dataset;
  const { href } = new URL(`sealed_contribution.js?${integrity}`, import.meta.url);
  const script = await importChecked(href, integrity, failures);
  if (!script) failures++;
  return script.seal(contents, dataset, (await python()).sealedBody);
}

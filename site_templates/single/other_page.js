// Another page of a single file, in place of scripts/other_page.js.
import { pageAt, pathIn } from "./embedded.js";

/**
 * Return the page at `address`, and the address that its links start from. Rejects if this file has none.
 * @param {string} address
 */
export async function fetchDocument(address) {
  const other = pageAt(pathIn(address));
  if (!other) throw new Error(`${address}: not in this file`);
  return { other, base: address };
}

/**
 * Leave this page for the one at `address`: the file is loaded anew, even if the address is the same.
 * @param {string} address
 */
export function replacePage(address) {
  history.replaceState(null, "", address);
  location.reload();
}

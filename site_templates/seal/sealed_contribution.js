// The contribution to a sealed survey: seals it on this device, and opens it again for the person who sends it.
// The page loads this, with the packages of @hpke, once somebody wants to contribute (scripts/sealing.js).
import { sealToReopen } from "./seal.js";

/**
 * Return what was sealed, in base64url, and a function that opens it: it takes a request body as it is shown,
 * and returns the contents of the ballot within. Rejects with `SealError`, also for a ballot with other bytes.
 * @param {string} contents in ASCII
 * @param {string} keys the public keys of the trustees in base64, the first innermost, with a space between
 * @param {string} info what the seal is bound to, in ASCII
 * @returns {Promise<{ballot: string, open: (body: string) => Promise<string>}>}
 */
export async function seal(contents, keys, info) {
  const bytes = [contents, info].map((text) => new TextEncoder().encode(text));
  const { sealed, reopen } = await sealToReopen(bytes[0], keys.split(" ").map(decoded), bytes[1]);
  return {
    ballot: encoded(sealed),
    open: async (body) => new TextDecoder().decode(await reopen(decoded(JSON.parse(body).ballot))),
  };
}

/** @param {Uint8Array} bytes */
const encoded = (bytes) =>
  btoa(String.fromCharCode(...bytes)).replace(/[+/]/g, (sign) => (sign === "+" ? "-" : "_"));

/** @param {string} text in base64 or base64url */
const decoded = (text) =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));

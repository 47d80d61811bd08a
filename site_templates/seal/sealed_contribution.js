// The contribution to a sealed survey: seals it on this device, and opens it again for the person who sends it.
// The page loads this, with the packages of @hpke, once somebody wants to contribute (scripts/sealing.js).
import { sealToReopen } from "./seal.js";

/**
 * Return what was sealed as scripts/sealing.js describes it. The bytes stay the same, whatever slip goes with
 * them. Rejects with `SealError`, and so does `open` for a ballot with other bytes.
 * @param {string} contents in ASCII
 * @param {DOMStringMap} survey its `keys`, the public keys of the trustees in base64 with a space between, the
 * first innermost; and its `info`, which the seal is bound to, in ASCII
 * @param {(ballot: string, slip?: string) => Promise<string>} sealedBody gives the body with a ballot in base64url
 */
export async function seal(contents, { keys = "", info = "" }, sealedBody) {
  const [bytes, bound] = [contents, info].map((text) => new TextEncoder().encode(text));
  const { sealed, reopen } = await sealToReopen(bytes, keys.split(" ").map(decoded), bound);
  const ballot = encoded(sealed);
  return {
    body: (/** @type {string | undefined} */ slip) => (slip ? sealedBody(ballot, slip) : sealedBody(ballot)),
    open: async (/** @type {string} */ body) =>
      new TextDecoder().decode(await reopen(decoded(JSON.parse(body).ballot))),
  };
}

/** @param {Uint8Array} bytes @returns {string} in base64url, as Python writes it */
const encoded = (bytes) =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_");

/** @param {string} text in base64 or base64url */
const decoded = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0));

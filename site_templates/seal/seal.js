// Seals a ballot on this device, and opens one: HPKE (RFC 9180), by the packages of @hpke. Byte for byte the
// seals of generator/sealing/hpke.py: the sender's key for this one ballot, then the ciphertext with its tag.
// Contents and `info` come from questionnaire/sealed_ballot.py. A page loads this once somebody wants to contribute.
import { HpkeError } from "@hpke/core";
import { suite } from "./suite.js";

const KEY_BYTES = 32;
const SEAL_BYTES = KEY_BYTES + 16; // the sender's key, and the tag
const MOST_SEALS = 2;

/**
 * Something cannot be sealed or opened. `kind` says why: "unavailable" (this page is not allowed to use the
 * browser's cryptography), "key" (bytes that are no key, another number of keys than one or two, or one twice),
 * "length" (too short to be sealed), "unopened" (sealed to another key, for another survey or instrument, or
 * damaged: HPKE cannot tell which).
 */
export class SealError extends Error {
  /** @param {"unavailable" | "key" | "length" | "unopened"} kind @param {string} message */
  constructor(kind, message) {
    super(message);
    this.name = "SealError";
    this.kind = kind;
  }
}

/**
 * Tell whether this page can seal and open. Browsers offer their cryptography over https, on localhost and in
 * files, and nowhere else: who can alter a page on its way to a device could swap the key, too.
 */
export const canSeal = () => Boolean(globalThis.crypto?.subtle);

/**
 * Return `contents` sealed to each of one or two public keys, the first innermost, and bound to `info`.
 * Rejects with `SealError`.
 * @param {Uint8Array} contents
 * @param {Uint8Array[]} publicKeys
 * @param {Uint8Array} info
 * @returns {Promise<Uint8Array<ArrayBuffer>>}
 */
export async function seal(contents, publicKeys, info) {
  check(publicKeys);
  let sealed = Uint8Array.from(contents);
  for (const key of publicKeys) sealed = await withSeal(sealed, key, info);
  return sealed;
}

/**
 * Return what is under the seals to `privateKeys`, which stand in the order of `seal`; a single key takes the
 * outermost seal off. Rejects with `SealError`.
 * @param {Uint8Array} sealed
 * @param {Uint8Array[]} privateKeys
 * @param {Uint8Array} info
 * @returns {Promise<Uint8Array<ArrayBuffer>>}
 */
export async function unseal(sealed, privateKeys, info) {
  check(privateKeys);
  const least = SEAL_BYTES * privateKeys.length;
  if (sealed.length < least)
    throw new SealError("length", `${sealed.length} bytes; expected ${least} or more`);
  let contents = Uint8Array.from(sealed);
  for (const key of [...privateKeys].reverse()) contents = await withoutSeal(contents, key, info);
  return contents;
}

/** @param {Uint8Array<ArrayBuffer>} contents @param {Uint8Array} publicKey @param {Uint8Array} info */
async function withSeal(contents, publicKey, info) {
  try {
    const recipientPublicKey = await suite.kem.importKey("raw", owned(publicKey));
    const { enc, ct } = await suite.seal({ recipientPublicKey, info: owned(info) }, contents);
    const sealed = new Uint8Array(enc.byteLength + ct.byteLength);
    sealed.set(new Uint8Array(enc));
    sealed.set(new Uint8Array(ct), enc.byteLength);
    return sealed;
  } catch (error) {
    throw refusal(error, "key", "32 bytes that are no public key for X25519");
  }
}

/** @param {Uint8Array<ArrayBuffer>} sealed @param {Uint8Array} privateKey @param {Uint8Array} info */
async function withoutSeal(sealed, privateKey, info) {
  try {
    const recipientKey = await suite.kem.importKey("raw", owned(privateKey), false);
    const parameters = { recipientKey, enc: sealed.slice(0, KEY_BYTES).buffer, info: owned(info) };
    return new Uint8Array(await suite.open(parameters, sealed.slice(KEY_BYTES).buffer));
  } catch (error) {
    const reasons = "it is sealed to another key, for another survey or instrument, or damaged";
    throw refusal(error, "unopened", `the seal does not open: ${reasons}`);
  }
}

/** Return a refusal by the library as ours, and a fault of the program as it is.
 * @param {unknown} error @param {"key" | "unopened"} kind @param {string} message */
const refusal = (error, kind, message) => (error instanceof HpkeError ? new SealError(kind, message) : error);

/** Return a buffer with these bytes and no others. @param {Uint8Array} bytes */
const owned = (bytes) => Uint8Array.from(bytes).buffer;

/** Throw if this page, or anybody with these keys, cannot seal or open. @param {Uint8Array[]} keys */
function check(keys) {
  if (!canSeal())
    throw new SealError("unavailable", "crypto.subtle is missing: it needs https, localhost or a file");
  if (keys.length < 1 || keys.length > MOST_SEALS)
    throw new SealError("key", `${keys.length} keys; expected 1 to ${MOST_SEALS}`);
  for (const { length } of keys)
    if (length !== KEY_BYTES) throw new SealError("key", `${length} bytes; a key has ${KEY_BYTES}`);
  if (new Set(keys.map(String)).size < keys.length) throw new SealError("key", "the same key twice");
}

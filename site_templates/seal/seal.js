// Seals a ballot on this device, and opens one: HPKE (RFC 9180), by the packages of @hpke. Byte for byte the
// seals of generator/sealing/hpke.py: the sender's key for this one ballot, then the ciphertext with its tag.
// Contents and `info` come from questionnaire/sealed_ballot.py. A page loads this once somebody wants to contribute.
import { HpkeError } from "@hpke/core";
import { suite, suiteOfSender } from "./suite.js";

const KEY_BYTES = 32;
const SEAL_BYTES = KEY_BYTES + 16; // the sender's key, and the tag
const MOST_SEALS = 2;

/**
 * @typedef {Uint8Array<ArrayBuffer>} Bytes
 * @typedef {{suite: import("@hpke/core").CipherSuite, recipientKey: CryptoKey}} Opener takes one seal off
 */

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
 * @returns {Promise<Bytes>}
 */
export async function seal(contents, publicKeys, info) {
  return (await sealToReopen(contents, publicKeys, info)).sealed;
}

/**
 * As `seal`, and keep what the sender needs to take the seals off again: `reopen` returns what is under them,
 * and rejects with `SealError` if one byte is another. Whoever drops it forgets the sender's keys.
 * @param {Uint8Array} contents
 * @param {Uint8Array[]} publicKeys
 * @param {Uint8Array} info
 * @returns {Promise<{sealed: Bytes, reopen: (sealed: Uint8Array) => Promise<Bytes>}>}
 */
export async function sealToReopen(contents, publicKeys, info) {
  check(publicKeys);
  /** @type {Opener[]} */
  const openers = [];
  let sealed = Uint8Array.from(contents);
  for (const key of publicKeys) {
    const added = await withSeal(sealed, key, info);
    sealed = added.sealed;
    openers.unshift(added.opener);
  }
  return { sealed, reopen: (given) => withoutSeals(given, openers, info) };
}

/**
 * Return what is under the seals to `privateKeys`, which stand in the order of `seal`; a single key takes the
 * outermost seal off. Rejects with `SealError`.
 * @param {Uint8Array} sealed
 * @param {Uint8Array[]} privateKeys
 * @param {Uint8Array} info
 * @returns {Promise<Bytes>}
 */
export async function unseal(sealed, privateKeys, info) {
  check(privateKeys);
  const keys = privateKeys.map((key) => suite.kem.importKey("raw", owned(key), false));
  const openers = (await Promise.all(keys)).map((recipientKey) => ({ suite, recipientKey }));
  return withoutSeals(sealed, openers.reverse(), info);
}

/** @param {Uint8Array} sealed @param {Opener[]} openers the outermost first @param {Uint8Array} info */
async function withoutSeals(sealed, openers, info) {
  const least = SEAL_BYTES * openers.length;
  if (sealed.length < least)
    throw new SealError("length", `${sealed.length} bytes; expected ${least} or more`);
  let contents = Uint8Array.from(sealed);
  for (const opener of openers) contents = await withoutSeal(contents, opener, info);
  return contents;
}

/** @param {Bytes} contents @param {Uint8Array} publicKey @param {Uint8Array} info */
async function withSeal(contents, publicKey, info) {
  try {
    const recipientPublicKey = await suite.kem.importKey("raw", owned(publicKey));
    const ekm = await suite.kem.generateKeyPair(); // the sender's, for this one seal
    const { enc, ct } = await suite.seal({ recipientPublicKey, ekm, info: owned(info) }, contents);
    const sealed = new Uint8Array(enc.byteLength + ct.byteLength);
    sealed.set(new Uint8Array(enc));
    sealed.set(new Uint8Array(ct), enc.byteLength);
    const opener = { suite: suiteOfSender({ recipientPublicKey, ekm }), recipientKey: recipientPublicKey };
    return { sealed, opener };
  } catch (error) {
    throw refusal(error, "key", "32 bytes that are no public key for X25519");
  }
}

/** @param {Bytes} sealed @param {Opener} opener @param {Uint8Array} info */
async function withoutSeal(sealed, { suite, recipientKey }, info) {
  try {
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

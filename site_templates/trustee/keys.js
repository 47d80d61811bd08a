// A trustee's key: 32 bytes for X25519, as 24 words of BIP-39, and the public key that belongs to it. All of it
// is computed by libraries, from the browser's own source of randomness.
/** @import { Bytes } from "../one_file/bytes.js" */
import { HkdfSha256, X25519 } from "@hpke/dhkem-x25519";
import { entropyToMnemonic, mnemonicToEntropy } from "@scure/bip39";
import { wordlist } from "@scure/bip39/wordlists/english.js";
import { suite } from "../seal/suite.js";
import { Refusal } from "./refusal.js";

/** @typedef {{secret: Bytes, public: Bytes}} Key */

const WORDS = 24;
const ENOUGH = 4; // letters tell every word of the list from all others
const x25519 = new X25519(new HkdfSha256());

/** Return a new key. @returns {Promise<Key>} */
export async function newKey() {
  const { privateKey } = await suite.kem.generateKeyPair();
  return keyOf(copied(await suite.kem.serializePrivateKey(privateKey)));
}

/** Return the key with these secret bytes, and the public key that belongs to them.
 * @param {Bytes} secret @returns {Promise<Key>} */
export async function keyOf(secret) {
  const privateKey = await suite.kem.importKey("raw", copied(secret).buffer, false);
  const publicKey = await x25519.derivePublicKey(/** @type {any} */ (privateKey));
  return { secret, public: copied(await suite.kem.serializePublicKey(publicKey)) };
}

/** Return the 24 words of a key. @param {Key} key */
export const wordsOf = ({ secret }) => entropyToMnemonic(secret, wordlist).split(" ");

/** The words in what somebody typed, without numbers and punctuation. @param {string} typed */
export const typedWords = (typed) => typed.toLowerCase().match(/\p{L}+/gu) ?? [];

/**
 * Return the secret bytes of 24 words, each whole or its first four letters. Throws `Refusal` for a word that is
 * not on the list, and if the number or the check is wrong.
 * @param {string} typed
 */
export function secretOf(typed) {
  const words = typedWords(typed).map((word, index) => whole(word, index + 1));
  if (words.length !== WORDS) throw new Refusal("number_of_words", { number: words.length, wanted: WORDS });
  try {
    return copied(mnemonicToEntropy(words.join(" "), wordlist));
  } catch {
    throw new Refusal("words_check"); // every word is on the list
  }
}

/** @param {string} typed @param {number} place */
function whole(typed, place) {
  if (wordlist.includes(typed)) return typed;
  const found = typed.length >= ENOUGH ? wordlist.filter((word) => word.startsWith(typed)) : [];
  if (found.length !== 1) throw new Refusal("unknown_word", { place, word: typed });
  return found[0];
}

/** @param {ArrayBuffer | Uint8Array} bytes @returns {Bytes} */
const copied = (bytes) => new Uint8Array(bytes instanceof Uint8Array ? bytes : bytes.slice(0));

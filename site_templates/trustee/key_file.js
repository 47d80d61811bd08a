// The key file: an encrypted JWK (RFC 7517, section 7), byte for byte of the kind that generator/sealing/key_file.py
// writes and opens; here by jose, whose key derivation is the browser's. Nothing but that one form is taken.
/** @import { FlattenedJWE } from "jose" */
/** @import { Key } from "./keys.js" */
import { base64url, FlattenedEncrypt, flattenedDecrypt, errors } from "jose";
import { keyOf } from "./keys.js";
import { Refusal } from "./refusal.js";

export const SHORTEST_PASSPHRASE = 12; // characters
const WORK = 1_000_000; // rounds of PBKDF2 for each guess at the passphrase
const MOST_WORK = 10_000_000; // whoever writes more only wants to keep a machine busy
const LONGEST = 64_000; // characters; a key file has about 700
const KEY_BYTES = 32;
const ALG = "PBES2-HS512+A256KW";
const ENC = "A256GCM";
const CTY = "jwk+json";
const HEADER = ["alg", "cty", "enc", "kid", "p2c", "p2s"];
const PARTS = ["ciphertext", "encrypted_key", "iv", "protected", "tag"];

/** Keyboards write "ü" as one sign or as two. @param {string} passphrase */
const typed = (passphrase) => new TextEncoder().encode(passphrase.normalize("NFKC"));

/** @param {string} passphrase */
export const isTooShort = (passphrase) => [...passphrase.trim()].length < SHORTEST_PASSPHRASE;

/** Return the key file of a key. @param {Key} key @param {string} publicText @param {string} passphrase */
export async function locked(key, publicText, passphrase) {
  const jwk = {
    kty: "OKP",
    crv: "X25519",
    x: base64url.encode(key.public),
    d: base64url.encode(key.secret),
  };
  const encrypted = await new FlattenedEncrypt(new TextEncoder().encode(JSON.stringify(jwk)))
    .setProtectedHeader({ alg: ALG, enc: ENC, cty: CTY, kid: publicText })
    .setKeyManagementParameters({ p2c: WORK })
    .encrypt(typed(passphrase));
  return `${JSON.stringify(encrypted, null, 1)}\n`;
}

/** Return the public key that a key file names; whoever unlocks the file learns whether it is true. Throws
 * `Refusal` if it is no key file, damaged or of another kind. @param {string} contents */
export const namedKey = (contents) => String(header(parts(contents)).kid);

/** Return the key in a key file. Rejects with `Refusal` as `namedKey` throws, and if the passphrase is wrong.
 * @param {string} contents @param {string} passphrase @returns {Promise<Key>} */
export async function unlocked(contents, passphrase) {
  const jwe = parts(contents);
  header(jwe);
  try {
    const options = {
      keyManagementAlgorithms: [ALG],
      contentEncryptionAlgorithms: [ENC],
      maxPBES2Count: MOST_WORK,
    };
    const { plaintext } = await flattenedDecrypt(jwe, typed(passphrase), options);
    return await keyIn(new TextDecoder().decode(plaintext));
  } catch (error) {
    // Nobody can tell a wrong passphrase from damage.
    throw error instanceof errors.JOSEError ? new Refusal("wrong_passphrase") : error;
  }
}

/** @param {string} contents @returns {FlattenedJWE} */
function parts(contents) {
  const begun = contents.includes('"ciphertext"') || contents.includes('"protected"');
  if (contents.length > LONGEST) throw new Refusal("no_key_file");
  const tree = parsed(contents) ?? refuse(begun ? "key_damaged" : "no_key_file");
  if (!("protected" in tree) && !("ciphertext" in tree)) throw new Refusal("no_key_file");
  const names = Object.keys(tree).sort();
  const texts = Object.values(tree).every((part) => typeof part === "string");
  if (String(names) === String(PARTS) && texts)
    return /** @type {FlattenedJWE} */ (/** @type {unknown} */ (tree));
  throw new Refusal(PARTS.every((name) => name in tree) ? "other_kind" : "key_damaged");
}

/** @param {FlattenedJWE} jwe */
function header(jwe) {
  const found = parsed(new TextDecoder().decode(decoded(jwe.protected ?? ""))) ?? refuse("key_damaged");
  const ours = found.alg === ALG && found.enc === ENC && found.cty === CTY;
  if (!ours || String(Object.keys(found).sort()) !== String(HEADER)) throw new Refusal("other_kind");
  if (!Number.isInteger(found.p2c) || Number(found.p2c) < 1) throw new Refusal("key_damaged");
  if (Number(found.p2c) > MOST_WORK) throw new Refusal("too_much_work");
  return found;
}

/** @param {string} content */
async function keyIn(content) {
  const jwk = parsed(content);
  if (jwk?.kty !== "OKP" || jwk.crv !== "X25519") throw new Refusal("other_kind");
  const secret = decoded(String(jwk.d));
  if (secret.length !== KEY_BYTES) throw new Refusal("key_damaged");
  const key = await keyOf(secret);
  if (base64url.encode(key.public) !== jwk.x) throw new Refusal("key_damaged"); // they do not belong together
  return key;
}

/** The bytes in a text of base64url, or none. @param {string} text */
function decoded(text) {
  try {
    return new Uint8Array(base64url.decode(text));
  } catch {
    return new Uint8Array();
  }
}

/** The object in a text of JSON, if it is one. @param {string} text @returns {Record<string, unknown> | undefined} */
function parsed(text) {
  try {
    const tree = JSON.parse(text);
    return tree && typeof tree === "object" && !Array.isArray(tree) ? tree : undefined;
  } catch {
    return undefined;
  }
}

/** @param {string} kind @returns {never} */
function refuse(kind) {
  throw new Refusal(kind);
}

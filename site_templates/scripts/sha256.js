// SHA-256 (FIPS 180-4). The browser's own needs a secure context, which an intranet without HTTPS is not.
import { PIECE, yieldToOthers } from "./yielding.js";

/** The first `count` primes. @param {number} count */
function primes(count) {
  const found = [];
  for (let n = 2; found.length < count; n++) if (found.every((prime) => n % prime)) found.push(n);
  return found;
}

/** The first 32 bits of a number's fraction. @param {number} number */
const fraction = (number) => ((number - Math.floor(number)) * 2 ** 32) | 0;

const K = Int32Array.from(primes(64), (prime) => fraction(Math.cbrt(prime)));
const START = Int32Array.from(primes(8), (prime) => fraction(Math.sqrt(prime)));

/** @param {Uint8Array} bytes @returns {Promise<string>} the SHA-256, in base64 */
export async function sha256(bytes) {
  const { subtle } = globalThis.crypto ?? {};
  const sum = subtle ? new Uint8Array(await subtle.digest("SHA-256", bytes)) : await plainly(bytes);
  return btoa(String.fromCharCode(...sum));
}

/** @param {Uint8Array} bytes @returns {Promise<Uint8Array>} */
export async function plainly(bytes) {
  const state = Int32Array.from(START);
  const blocks = new DataView(bytes.buffer, bytes.byteOffset);
  const whole = bytes.length - (bytes.length % 64);
  for (let at = 0; at < whole; at += 64) {
    if (at && at % PIECE === 0) await yieldToOthers();
    mix(state, blocks, at);
  }
  const rest = bytes.length - whole;
  const end = new DataView(new ArrayBuffer(rest < 56 ? 64 : 128));
  new Uint8Array(end.buffer).set(bytes.subarray(whole));
  end.setUint8(rest, 0x80);
  end.setUint32(end.byteLength - 8, Math.floor(bytes.length / 2 ** 29));
  end.setUint32(end.byteLength - 4, bytes.length << 3);
  for (let at = 0; at < end.byteLength; at += 64) mix(state, end, at);
  const sum = new DataView(new ArrayBuffer(32));
  state.forEach((word, place) => sum.setInt32(4 * place, word));
  return new Uint8Array(sum.buffer);
}

const words = new Int32Array(64);
const turn = (word, by) => (word >>> by) | (word << (32 - by));

/** Take one block of 64 bytes into the state. @param {Int32Array} state @param {DataView} bytes @param {number} at */
function mix(state, bytes, at) {
  for (let i = 0; i < 16; i++) words[i] = bytes.getInt32(at + 4 * i);
  for (let i = 16; i < 64; i++) {
    const [before, late] = [words[i - 15], words[i - 2]];
    const s0 = turn(before, 7) ^ turn(before, 18) ^ (before >>> 3);
    const s1 = turn(late, 17) ^ turn(late, 19) ^ (late >>> 10);
    words[i] = words[i - 16] + s0 + words[i - 7] + s1;
  }
  let [a, b, c, d, e, f, g, h] = state;
  for (let i = 0; i < 64; i++) {
    const s1 = turn(e, 6) ^ turn(e, 11) ^ turn(e, 25);
    const one = (h + s1 + ((e & f) ^ (~e & g)) + K[i] + words[i]) | 0;
    const two = (turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + one) | 0, c, b, a, (one + two) | 0];
  }
  [a, b, c, d, e, f, g, h].forEach((word, i) => (state[i] += word));
}

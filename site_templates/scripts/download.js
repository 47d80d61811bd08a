// The runtime's files over any network: a download that breaks off goes on where it was, for as long as the
// page is open, and nothing is handed out that is not, byte for byte, what the generator wrote.
import * as progress from "./download_progress.js";
import { sha256 } from "./sha256.js";

const FIRST_PAUSE = 200;
const LONGEST_PAUSE = 15_000;
// A connection that gives nothing for so long is given up, for a new one.
const SILENCE = 30_000;
// Answers of a server that is busy or starting: to ask again helps.
const PASSING = [408, 425, 429, 500, 502, 503, 504];

const python = /** @type {HTMLTemplateElement} */ (document.getElementById("python"));

/** Where the runtime is. */
const folder = new URL(".", new URL(python.content.querySelector("script").getAttribute("src"), document.baseURI));

/** What the generator wrote. @type {Record<string, {size: number, sum: string}>} */
export const published = Object.fromEntries(
  Object.entries(JSON.parse(python.dataset.downloads)).map(([name, [size, sum]]) => [name, { size, sum }]),
);

/** What will not become better by asking again at once. */
export class UnusableFile extends Error {}

/** What is here already, for the next attempt. @type {Map<string, Uint8Array>} */
const kept = new Map();

/**
 * The file, whole and unharmed. Rejects with `UnusableFile` if it is wrong, or refused, even when no cache is asked.
 * @param {string} name a file of the folder `runtime`
 * @param {{anew?: boolean}} [how] anew: ask even for what is here already, and never for a part, to have it in the browser's cache
 * @returns {Promise<Uint8Array>}
 */
export async function download(name, { anew = false } = {}) {
  if (kept.has(name) && !anew) return kept.get(name);
  progress.expectFile(name, published[name].size);
  let wrong = new UnusableFile(`${name}: not what was published`);
  // What was here already and is asked for once more may lie in the cache with a wrong type.
  for (const cache of [kept.has(name) ? "reload" : "default", "reload"]) {
    const bytes = await arrival(name, cache, anew).catch((refused) => {
      wrong = refused;
      return new Uint8Array();
    });
    if ((await sha256(bytes)) !== published[name].sum) continue;
    kept.set(name, bytes);
    return bytes;
  }
  throw wrong;
}

/**
 * As many bytes as the file has; fewer if the server ends it early more than once, none if it has more.
 * Rejects with `UnusableFile` if the server refuses it.
 * @param {RequestCache} cache how to ask for the file at first
 * @param {boolean} entire whether to start again where it breaks off
 */
async function arrival(name, cache, entire) {
  const part = { bytes: new Uint8Array(published[name].size), have: 0, mark: "" };
  let most = 0;
  let early = 0;
  for (let failed = 0; ; failed++) {
    try {
      await more(name, part, failed ? "reload" : cache, () => {
        if (part.have <= most) return; // from the start again: these were here already
        if (failed) progress.noteInterrupted(false);
        failed = 0;
        progress.noteArrived(name, (most = part.have));
      });
      if (part.have > part.bytes.length) return new Uint8Array();
      if (part.have < part.bytes.length && early++) return part.bytes.subarray(0, part.have);
    } catch (error) {
      if (error instanceof UnusableFile) throw error;
    }
    if (part.have === part.bytes.length) return part.bytes;
    if (entire) part.have = 0;
    if (failed) progress.noteInterrupted(true);
    await pause(failed);
  }
}

/** Ask for what is missing and keep what comes. Resolves when the server has ended; rejects if it broke off. */
async function more(name, part, cache, arrived) {
  const silence = new AbortController();
  let timer = 0;
  const alive = () => {
    clearTimeout(timer);
    timer = setTimeout(() => silence.abort(), SILENCE);
  };
  alive();
  try {
    const headers = part.have ? { range: `bytes=${part.have}-`, ...(part.mark && { "if-range": part.mark }) } : {};
    const asked = part.have ? "no-store" : cache; // a part must not take the place of the whole in the cache
    const response = await fetch(new URL(name, folder), {
      cache: asked,
      headers,
      signal: silence.signal,
    });
    if (!goesOn(name, response, part)) return;
    for (const reader = response.body.getReader(); ; ) {
      const { done, value } = await reader.read();
      if (done) return;
      alive();
      if (part.have + value.length <= part.bytes.length) part.bytes.set(value, part.have);
      part.have += value.length;
      if (part.have > part.bytes.length) return;
      arrived();
    }
  } finally {
    clearTimeout(timer);
    silence.abort(); // of an answer that is not read to its end, nothing more need come
  }
}

/** Whether the answer brings bytes: those that are missing, or all from the start again. */
function goesOn(name, { status, headers }, part) {
  const goes = status === 206 && headers.get("content-range")?.startsWith(`bytes ${part.have}-`);
  if (goes) return true;
  part.have = 0;
  if (status === 206 || status === 416) return false; // another part than was asked for, or none
  if (PASSING.includes(status)) throw new Error(`${name}: ${status}`);
  if (status !== 200) throw new UnusableFile(`${name}: ${status}`);
  const tag = headers.get("etag") ?? "";
  part.mark = tag && !tag.startsWith("W/") ? tag : (headers.get("last-modified") ?? "");
  return true;
}

/** Longer each time, but no longer than until the network is said to be back. @param {number} failed */
export function pause(failed) {
  return new Promise((resolve) => {
    setTimeout(resolve, Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** failed));
    window.addEventListener("online", resolve, { once: true });
  });
}

export const putInCache = (name) => download(name, { anew: true });

export function noteHere(name) {
  progress.expectFile(name, published[name].size);
  progress.noteArrived(name, published[name].size);
}

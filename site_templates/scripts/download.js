// The runtime's files over any network. The generator has cut them into parts, and the browser checks each
// part against its hash in the page: every file handed out is, byte for byte, the one that the generator
// wrote. A download that breaks off goes on with the parts that are missing, for as long as the page is open.
import { expectFile, noteArrived, noteInterrupted } from "./download_progress.js";
import { element, find } from "./page_contract.js";

/**
 * @typedef {object} Part
 * @property {string} name the name of the file on the server
 * @property {number} size in bytes
 * @property {string} integrity the hash, as fetch wants it
 * @property {Promise<void>} [kept] settles when the part is in its place in the whole; absent if nobody asked
 */

// As many requests as a browser sends to one server at a time.
const AT_ONCE = 6;
const FIRST_PAUSE = 200;
const LONGEST_PAUSE = 15_000;
// After this long without a byte, a new connection replaces the silent one.
const SILENCE = 30_000;
// How often a part may arrive complete and be wrong.
const WRONG = 2;
// The statuses of a server that is busy or starting: another request may succeed.
const PASSING = [408, 425, 429, 500, 502, 503, 504];

const { content, dataset } = element("python");

/** The address of the folder `runtime`. */
const folder = new URL(".", new URL(find("script", content).getAttribute("src") ?? "", document.baseURI));

/** The parts of each file, in their order. @type {Record<string, Part[]>} */
const published = {};
for (const [file, parts] of Object.entries(JSON.parse(dataset.downloads ?? ""))) {
  published[file] = [];
  for (const [name, size, sum] of parts) published[file].push({ name, size, integrity: `sha256-${sum}` });
}

/** Another request at once will not help: the server refuses the file, or has a different one. */
export class UnusableFile extends Error {}

/** The files that were asked for, as far as they are here. @type {Map<string, Uint8Array<ArrayBuffer>>} */
const wholes = new Map();

/**
 * Return a file, whole and unharmed. Parts that are here already are not asked for again. Rejects with
 * `UnusableFile` if the server refuses a part, or if it stays wrong.
 * @param {string} name a file of the folder `runtime`
 */
export async function download(name) {
  const parts = partsOf(name);
  const whole = wholes.get(name) ?? new Uint8Array(parts.reduce((total, { size }) => total + size, 0));
  wholes.set(name, whole);
  let start = 0;
  for (const part of parts) {
    part.kept ??= keep(part, whole, start);
    start += part.size;
  }
  await Promise.all(parts.map(({ kept }) => kept));
  return whole;
}

/** @param {Part} part @param {Uint8Array} whole @param {number} start where in the whole it begins */
async function keep(part, whole, start) {
  try {
    whole.set(await inTurn(() => checked(part, "default")), start);
  } catch (error) {
    delete part.kept;
    throw error;
  }
}

/** Return the address of a file of the folder `runtime`. @param {string} name */
export const addressOf = (name) => new URL(name, folder);

/**
 * Wait until the server has a file that the browser loads, and checks, by itself. Rejects as `download` does.
 * @param {string} name
 */
export const awaitFile = (name) => inTurn(() => checked(partsOf(name)[0], "reload"));

/** Count in a file that the browser loads by itself. Return a function to call once it is here. @param {string} name */
export function countIn(name) {
  const [file] = partsOf(name);
  return () => noteArrived(file.name, file.size);
}

/** @param {string} name */
function partsOf(name) {
  for (const part of published[name]) expectFile(part.name, part.size);
  return published[name];
}

let running = 0;
/** @type {((value: null) => void)[]} */
const waiting = [];

/** Run `work` as soon as fewer than six others run. @template Made @param {() => Promise<Made>} work */
async function inTurn(work) {
  if (running === AT_ONCE) await new Promise((resolve) => waiting.push(resolve));
  else running++;
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next) next(null);
    else running--;
  }
}

/** Whether the line is so slow that parts are watched while they arrive. */
let slowLine = false;

/**
 * Return a part that the browser has checked. If the browser refuses a part, it does not say whether the
 * network failed or the part is wrong. So fetch the part again without a check, which does tell, and check
 * the copy in the browser's cache.
 * @param {Part} part @param {RequestCache} cache how to ask for it at first
 */
async function checked(part, cache) {
  let took = slowLine ? await arrival(part, cache, 0) : 0; // milliseconds of a fetch without a check, or 0
  for (let wrong = 0; wrong < WRONG; ) {
    const answer = await fetchChecked(part, took ? "force-cache" : cache, SILENCE + took);
    if (answer instanceof Uint8Array) return answer;
    if (answer === "late") slowLine = true;
    else if (took) wrong++;
    if (wrong < WRONG) took = await arrival(part, "reload", 1);
  }
  throw new UnusableFile(`${part.name}: not what was published`);
}

/**
 * Return the part if it comes and is right.
 * @param {Part} part @param {RequestCache} cache @param {number} patience in milliseconds
 * @returns {Promise<Uint8Array | "late" | "refused">}
 */
async function fetchChecked({ name, size, integrity }, cache, patience) {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), patience);
  try {
    const response = await fetch(addressOf(name), { cache, integrity, signal: late.signal });
    const contents = new Uint8Array(await response.arrayBuffer());
    noteArrived(name, size);
    return contents;
  } catch {
    return late.signal.aborted ? "late" : "refused";
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Fetch a part without a check until it is complete, however often the network fails. Rejects with
 * `UnusableFile` if the server refuses it.
 * @param {Part} part
 * @param {RequestCache} cache how to ask for it at first
 * @param {number} failed how often it has failed
 * @returns {Promise<number>} how long the last attempt took, in milliseconds
 */
async function arrival(part, cache, failed) {
  let failures = failed;
  const comesAgain = () => {
    if (failures) noteInterrupted(false);
    failures = 0;
  };
  for (let how = cache; ; how = "reload") {
    const began = performance.now();
    try {
      await watch(part, how, comesAgain);
      comesAgain();
      return Math.max(1, performance.now() - began);
    } catch (error) {
      if (error instanceof UnusableFile) throw error;
    }
    if (failures) noteInterrupted(true); // a first failure stays silent
    await pause(failures++);
  }
}

/**
 * Read a part to its end. Rejects if the connection breaks off or falls silent.
 * @param {Part} part
 * @param {RequestCache} cache
 * @param {() => void} onMore called when there are more bytes than ever before
 */
async function watch({ name, size }, cache, onMore) {
  const silence = new AbortController();
  let timer = setTimeout(() => silence.abort(), SILENCE);
  try {
    const response = await fetch(addressOf(name), { cache, signal: silence.signal });
    if (PASSING.includes(response.status)) throw new Error(`${name}: ${response.status}`);
    if (!response.ok) throw new UnusableFile(`${name}: ${response.status}`);
    const reader = response.body?.getReader();
    for (let here = 0; reader; ) {
      const { done, value } = await reader.read();
      if (done) return;
      clearTimeout(timer);
      timer = setTimeout(() => silence.abort(), SILENCE);
      here += value.length;
      if (noteArrived(name, Math.min(size, here))) onMore();
    }
  } finally {
    clearTimeout(timer);
    silence.abort(); // the body of a refusal need not arrive
  }
}

/** Wait longer each time, but only until the browser says that the network is back. @param {number} failed */
export function pause(failed) {
  return new Promise((resolve) => {
    setTimeout(resolve, Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** failed));
    window.addEventListener("online", resolve, { once: true });
  });
}

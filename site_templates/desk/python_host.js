// Python behind a desk, for the page: downloads the whole generator, starts it in a worker and asks it.
import { unzip } from "../scripts/unzip.js";

/**
 * @typedef {Uint8Array<ArrayBuffer>} Bytes
 * @typedef {[url: string, size: number, sum: string]} Part address, bytes, SHA-256 in base64
 * @typedef {Record<string, Part[]>} Downloads file name -> its parts, in their order
 * @typedef {{key: string, at: (string | number)[], text: string}} KeyFault
 * @typedef {{text: string, faults?: KeyFault[], state?: unknown}} Fault
 *
 * @typedef {object} Asked
 * @property {Downloads} downloads
 * @property {string} desk dotted name of the Python module whose `open_desk()` opens the desk
 * @property {(here: number, of: number) => void} [onProgress] bytes that are here, and bytes in all
 * @property {(name: string) => Promise<Bytes>} [fetchFile] where a file comes from, if not from the server
 *
 * @typedef {{number?: number, desk?: string, request?: string, file?: string, contents?: Bytes}} Message
 *
 * @typedef {object} Host
 * @property {(name: string, given?: Record<string, unknown>) => Promise<any>} ask rejects with `DeskError` on
 * faults, and with `PythonLost` if Python died
 * @property {(name: string) => Promise<void>} provide hand Python a further file ahead of time, such as
 * brotli.zip (`ask` fetches it when Python wants it); rejects with `PythonLost` if it does not come
 * @property {() => void} end
 */

/** The desk refuses: `faults` says at which keys, `text` in a sentence. */
export class DeskError extends Error {
  name = "DeskError";

  /** @param {Fault} fault */
  constructor(fault) {
    super(fault.text);
    this.text = fault.text;
    this.faults = fault.faults ?? [];
    this.state = fault.state;
  }
}

/** Python did not start, or it died; another start may succeed. */
export class PythonLost extends Error {
  name = "PythonLost";
}

/** Files that come only when they are asked for. */
const LATER = ["brotli.zip"];
const WORKER = "worker.zip";
const ATTEMPTS = 5;
const FIRST_PAUSE = 200; // milliseconds

/**
 * Start Python and open a desk. Rejects with `PythonLost` if a file cannot be fetched or Python does not start.
 * @param {Asked} asked
 * @returns {Promise<Host>}
 */
export async function startPython({ downloads, desk, onProgress = () => {}, fetchFile }) {
  const names = Object.keys(downloads).filter((name) => !LATER.includes(name));
  const noteArrived = counter(
    names.flatMap((name) => downloads[name]),
    onProgress,
  );
  const fetched = fetchFile ?? ((name) => download(downloads[name], noteArrived));
  const files = new Map(names.map((name) => [name, fetched(name)]));
  for (const file of files.values()) file.catch(() => {}); // awaited below
  /** @type {ReturnType<typeof talkTo> | undefined} */
  let talk;
  try {
    talk = talkTo(await makeWorker(/** @type {Promise<Bytes>} */ (files.get(WORKER))));
    const { send, question } = talk;
    const handed = [...files].map(async ([name, file]) => send({ file: name, contents: await file }));
    await Promise.all([question({ desk }), ...handed]);
  } catch (error) {
    talk?.end();
    throw lost(error);
  }
  return host(talk, (name) => (fetchFile ? fetchFile(name) : download(downloads[name], () => {})));
}

/**
 * @param {ReturnType<typeof talkTo>} talk @param {(name: string) => Promise<Bytes>} fetched
 * @returns {Host}
 */
function host({ question, end }, fetched) {
  /** @param {string} name */
  async function provide(name) {
    const contents = await fetched(name).catch((error) => Promise.reject(lost(error)));
    await question({ file: name, contents });
  }
  return {
    end,
    provide,
    async ask(name, given = {}) {
      const request = JSON.stringify({ ask: name, given });
      let { told: answer, wanted } = await question({ request });
      if (wanted && JSON.parse(answer).fault) {
        // Python lacked a file that comes only now, and has changed nothing.
        await provide(wanted).catch(() => {});
        ({ told: answer } = await question({ request }));
      }
      const { told, fault } = JSON.parse(answer);
      if (fault) throw new DeskError(fault);
      return told;
    },
  };
}

/** Make the worker from what was downloaded and checked. @param {Promise<Bytes>} archive */
async function makeWorker(archive) {
  const scripts = unzip(await archive).map((file) => file("text/javascript").text());
  const address = URL.createObjectURL(
    new Blob([(await Promise.all(scripts)).join("\n")], { type: "text/javascript" }),
  );
  const worker = new Worker(address);
  worker.addEventListener("message", () => URL.revokeObjectURL(address), { once: true });
  return worker;
}

/**
 * Number the questions to a worker, and match its answers. Once Python is lost, so is every question.
 * @param {Worker} worker
 */
function talkTo(worker) {
  /** @type {Map<number, PromiseWithResolvers<any>>} */
  const open = new Map();
  /** @type {PythonLost | undefined} */
  let ended;
  let count = 0;

  /** @param {string} reason */
  function end(reason = "ended") {
    ended ??= new PythonLost(reason);
    worker.terminate();
    for (const { reject } of open.values()) reject(ended);
    open.clear();
  }
  worker.onerror = ({ message }) => end(message);
  worker.onmessage = ({ data: { number, told, wanted, failed, lost } }) => {
    if (lost !== undefined) return end(lost);
    const { resolve, reject } = /** @type {PromiseWithResolvers<any>} */ (open.get(number));
    open.delete(number);
    if (failed === undefined) resolve({ told, wanted });
    else reject(new PythonLost(failed));
  };

  /** Send a message, and let go of the bytes in it. @param {Message} message */
  function send(message) {
    if (!ended) worker.postMessage(message, message.contents ? [message.contents.buffer] : []);
  }

  /** Send a message that is answered. @param {Message} message */
  function question(message) {
    if (ended) return Promise.reject(ended);
    const answer = Promise.withResolvers();
    open.set(++count, answer);
    send({ ...message, number: count });
    return answer.promise;
  }
  return { send, question, end: () => end() };
}

/**
 * Return a file, whole and unharmed. Rejects if a part does not come, or is not what was published.
 * @param {Part[]} parts @param {(size: number) => void} noteArrived
 */
async function download(parts, noteArrived) {
  const pieces = await Promise.all(parts.map((part) => fetchPart(part, noteArrived)));
  return new Uint8Array(await new Blob(pieces).arrayBuffer());
}

/**
 * The browser checks the part against its hash; it does not say whether the network failed or the part is wrong.
 * @param {Part} part @param {(size: number) => void} noteArrived
 * @returns {Promise<Bytes>}
 */
async function fetchPart([url, size, sum], noteArrived) {
  for (let failed = 0; ; failed++) {
    try {
      const cache = failed ? "reload" : "default";
      const response = await fetch(new URL(url, document.baseURI), { cache, integrity: `sha256-${sum}` });
      const contents = new Uint8Array(await response.arrayBuffer());
      noteArrived(size);
      return contents;
    } catch (error) {
      if (failed + 1 === ATTEMPTS) throw new PythonLost(`${url}: ${error}`);
      await new Promise((resolve) => setTimeout(resolve, FIRST_PAUSE * 2 ** failed));
    }
  }
}

/** @param {Part[]} parts @param {(here: number, of: number) => void} onProgress */
function counter(parts, onProgress) {
  const of = parts.reduce((total, [, size]) => total + size, 0);
  let here = 0;
  onProgress(here, of);
  return (/** @type {number} */ size) => {
    here += size;
    onProgress(here, of);
  };
}

/** @param {unknown} error */
const lost = (error) => (error instanceof PythonLost ? error : new PythonLost(String(error)));

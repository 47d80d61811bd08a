// The desk behind the page: Python in this browser, or `lastbild serve` on this machine. The page asks both in
// the same way and never learns which of them answers.
import { DeskError, startPython } from "../desk/python_host.js";
import { find, root } from "./page_parts.js";

/**
 * @typedef {object} Desk
 * @property {(name: string, given: Record<string, unknown>) => Promise<any>} ask rejects with `DeskFault` for
 * what the desk refuses, and with `DeskLost` if nobody answers
 * @property {boolean} keepsFiles whether every change is in a file at once
 */

/** The desk answered, and refused: the message is a sentence for people. */
export class DeskFault extends Error {
  /** @param {{text: string, state?: any}} fault `state` is how things stand, if the page had that wrong */
  constructor({ text, state }) {
    super(text);
    this.state = state;
  }
}

/** Nobody answers. @property reason why: a part did not come, no WebAssembly, Python or the server ended */
export class DeskLost extends Error {
  /** @param {"wasm" | "file" | "python" | "server"} reason @param {unknown} [cause] */
  constructor(reason, cause) {
    super(reason, { cause });
    this.reason = reason;
  }
}

/**
 * Open the desk that the page was made for. Rejects with `DeskLost`.
 * @param {(here: number, of: number) => void} onProgress called as Python arrives, in bytes
 * @param {() => void} onOutsideChange called when somebody else has changed the files
 * @returns {Promise<Desk>}
 */
export function openDesk(onProgress, onOutsideChange) {
  return root.dataset.desk === "server" ? serverDesk(onOutsideChange) : workerDesk(onProgress);
}

// ---- lastbild serve ------------------------------------------------------------------------------------

const AGAIN_AFTER = 1_000; // milliseconds until a server that does not answer is asked again

/** @param {() => void} onOutsideChange @returns {Promise<Desk>} */
async function serverDesk(onOutsideChange) {
  const changes = new EventSource(new URL("changes", document.baseURI));
  let opened = false;
  changes.addEventListener("open", () => {
    if (opened) onOutsideChange(); // the server was away, and may have started again
    opened = true;
  });
  changes.addEventListener("message", onOutsideChange);
  return { keepsFiles: true, ask: askServer };
}

/** @param {string} name @param {Record<string, unknown>} given */
async function askServer(name, given) {
  const response = await post(JSON.stringify({ ask: name, given }));
  if (!response.ok) throw new DeskLost("server", response.status);
  const { told, fault } = await response.json();
  if (fault) throw new DeskFault(fault);
  return told;
}

/** @param {string} body */
async function post(body) {
  const request = { method: "POST", headers: { "Content-Type": "application/json" }, body };
  try {
    return await fetch(new URL("ask", document.baseURI), request);
  } catch (cause) {
    await new Promise((resolve) => setTimeout(resolve, AGAIN_AFTER));
    throw new DeskLost("server", cause);
  }
}

// ---- Python in this browser ------------------------------------------------------------------------------

const PACKER = "brotli.zip"; // what packs fonts, and comes only with the first one

/** @param {(here: number, of: number) => void} onProgress @returns {Promise<Desk>} */
async function workerDesk(onProgress) {
  if (typeof WebAssembly === "undefined") throw new DeskLost("wasm");
  const downloads = JSON.parse(find("#python").dataset.downloads ?? "{}");
  const python = await startPython({ downloads, desk: "generator.studio.desk", onProgress }).catch(
    (cause) => {
      throw new DeskLost("file", cause);
    },
  );
  /** @type {Promise<void> | null} */
  let packer = null;
  return {
    keepsFiles: false,
    async ask(name, given) {
      try {
        if (mayHoldFont(name, given)) packer ??= python.provide(PACKER);
        await packer;
        return await python.ask(name, given);
      } catch (error) {
        if (error instanceof DeskError) throw new DeskFault(error);
        packer = null;
        throw new DeskLost("python", error);
      }
    },
  };
}

const FONT = /\.(woff2?|ttf|otf|zip)$/i;

/** @param {string} name @param {Record<string, unknown>} given */
const mayHoldFont = (name, given) =>
  (name === "put_file" || name === "open") && FONT.test(String(given.name));

// PyScript in a single file, in place of scripts/pyscript.js. It stands in the same script as the page's own,
// so the policy checks it by its hash. Chromium refuses module workers from blobs where the page is a file;
// the worker is a classic script, in which only a function may await.
import { unzip } from "../scripts/unzip.js";
import { hooks } from "./bundled_pyscript.js";

/** @returns {Promise<import("../scripts/pyscript.js").PyScript>} */
export const importPyScript = async () => ({ hooks });

// Pyodide takes a worker with importScripts for one without modules. PyScript resolves addresses against the
// worker's, which is that of a blob and holds no folder.
const BEFORE = `(async () => {
"use strict";
self.importScripts = undefined;
self.URL = class extends URL {
  constructor(address, base) {
    super(address, String(base ?? "").includes("/") ? "file:///in-this-file/" : base);
  }
};
`;
const AFTER = "\n})().catch((error) => setTimeout(() => { throw error; }));";

/**
 * PyScript makes its worker from a blob. Let our scripts stand in front of PyScript's.
 * @param {Uint8Array<ArrayBuffer>} archive
 */
export async function standInFront(archive) {
  const scripts = await Promise.all(unzip(archive).map((file) => file("text/javascript").blob()));
  URL.createObjectURL = (blob) => {
    const ofWorker = blob instanceof Blob && blob.type === "text/javascript";
    const worker = [BEFORE, ...scripts, /** @type {Blob} */ (blob), AFTER];
    return createObjectURL(ofWorker ? new Blob(worker, { type: blob.type }) : blob);
  };
}
const createObjectURL = URL.createObjectURL.bind(URL);

// The interpreter that PyScript's worker loads in place of Pyodide's own module: the same Pyodide, from
// this site's own files only, with the trimmed standard library and the app already on Python's path.
import "./no-storage.js";
import { loadPyodide as boot, version } from "./pyodide.js";
import lockFileContents from "./packages.js";

export { version };

const here = new URL("./", import.meta.url).href;
const fetchFile = globalThis.fetch.bind(globalThis);

// Everything large is asked for at once, and the WebAssembly is compiled while the rest still arrives.
const app = file("app.zip").then((response) => response.arrayBuffer());
const library = file("stdlib.zip");
const wasm = file("pyodide.wasm.zip").then(unpacked).then(WebAssembly.compileStreaming);
const glue = import("./pyodide.asm.js");
const parts = [app, library, wasm, glue];
for (const part of parts) part.catch(() => {}); // told by loadPyodide

/**
 * Boot Python. Rejects if a file is missing or broken, where Pyodide alone would warn and wait for ever.
 * @param {{stderr: (line: string) => void}} options what PyScript passes on
 */
export function loadPyodide(options) {
  return new Promise((resolve, reject) => {
    for (const part of parts) part.catch(reject);
    useWhatIsAlreadyHere();
    const python = glue.then(({ default: createPyodideModule }) =>
      boot({
        ...options,
        stderr(line) {
          options.stderr(line);
          // A library that cannot be read ends Python here, and Pyodide tells nobody.
          if (line.startsWith("Fatal Python error")) reject(new Error(line));
        },
        indexURL: here,
        packageBaseUrl: here,
        stdLibURL: `${here}stdlib.zip`,
        lockFileContents, // emptied of packages: no index is ever asked
        createPyodideModule,
        env: { PYTHONPATH: "/app.zip" },
        fsInit: async (files) => files.writeFile("/app.zip", new Uint8Array(await app)),
      }),
    );
    python.then(withoutPyScriptPackage).then(resolve, reject);
  });
}

/** Pyodide asks for two files by itself; it gets those that are on their way. */
function useWhatIsAlreadyHere() {
  globalThis.fetch = (address, ...rest) => {
    const name = String(address);
    if (name.endsWith("/pyodide.asm.wasm")) return wasm; // handed to instantiateStreaming, below
    return name.endsWith("/stdlib.zip") ? library : fetchFile(address, ...rest);
  };
  WebAssembly.instantiateStreaming = async (source, imports) => {
    const module = await source;
    return { module, instance: await WebAssembly.instantiate(module, imports) };
  };
}

/** @param {string} name a file of this folder @returns {Promise<Response>} */
async function file(name) {
  const response = await fetchFile(here + name);
  if (!response.ok) throw new Error(`${name}: ${response.status}`);
  return response;
}

/**
 * The one file in a zip, unpacked by the browser. Servers need not compress, and know the ending.
 * @param {Response} response a zip archive (PKWARE APPNOTE, 4.3.7: local file header) @returns {Promise<Response>}
 */
async function unpacked(response) {
  const archive = await response.arrayBuffer();
  const header = new DataView(archive);
  const start = 30 + header.getUint16(26, true) + header.getUint16(28, true);
  const packed = new Blob([new Uint8Array(archive, start, header.getUint32(18, true))]);
  const stream = packed.stream().pipeThrough(new DecompressionStream("deflate-raw"));
  return new Response(stream, { headers: { "content-type": "application/wasm" } });
}

/**
 * PyScript runs its own `pyscript` package before the page's Python. This page needs polyscript only, and
 * the package's parts are not in the trimmed library: leave that one piece of code out.
 */
function withoutPyScriptPackage(python) {
  const run = python.runPythonAsync;
  python.runPythonAsync = (code, ...rest) =>
    code.includes("import pyscript as _pyscript") ? Promise.resolve() : run.call(python, code, ...rest);
  return python;
}

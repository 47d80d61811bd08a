// Stands in front of PyScript's own code in its worker, behind no_storage.js and Pyodide (pyodide.js). It
// boots Python from what the page has downloaded and checked, with the app and the trimmed library on
// Python's path. Nothing is asked for here: what runs are the bytes that were checked.
{
  const { pyodide } = globalThis;
  const APP = "/app"; // first on Python's path: no module of the library comes before the app's own
  const LOCAL_FILE = 0x504b0304; // "PK", 3, 4: before each file in a zip (PKWARE APPNOTE 4.3.7)

  /** @typedef {{module: WebAssembly.Module, library: Uint8Array<ArrayBuffer>, app: Uint8Array}} Parcels */
  /** What the page hands over (boot.js) before PyScript listens. @type {Promise<Parcels>} */
  const parcels = new Promise((resolve) => {
    addEventListener("message", function take(event) {
      if (!event.data?.parcels) return;
      event.stopImmediatePropagation();
      removeEventListener("message", take);
      resolve(event.data.parcels);
    });
  });

  // Nobody awaits this error, such as a missing function at the start: report it to the page as PyScript
  // reports errors.
  addEventListener("unhandledrejection", ({ reason }) => {
    postMessage(reason instanceof Error ? reason : new Error(String(reason)));
  });

  /**
   * PyScript passes these on when it asks for Python; the start does not wait for that.
   * @type {PyodideOutput}
   */
  let output = { stdout() {}, stderr() {} };

  const python = parcels.then(boot);
  python.catch(() => {}); // PyScript gets the rejection from its interpreter

  // PyScript's interpreter; it would import one by its address (bundle.mjs).
  globalThis.interpreter = {
    version: pyodide.version,
    loadPyodide(options) {
      output = options;
      return python;
    },
  };

  /**
   * Boot Python. Rejects where Pyodide alone would warn and wait for ever.
   * @param {Parcels} parcels
   * @returns {Promise<Pyodide>}
   */
  async function boot({ module, library, app }) {
    answerFetches(module, library);
    return new Promise((resolve, reject) => {
      const { createPyodideModule, lockFileContents } = pyodide;
      const nowhere = "nowhere:/"; // never asked: see answerFetches
      pyodide
        .loadPyodide({
          stdout: (line) => output.stdout(line),
          stderr(line) {
            output.stderr(line);
            // An unreadable library ends Python here, and Pyodide does not report it.
            if (line.startsWith("Fatal Python error")) reject(new Error(line));
          },
          indexURL: nowhere,
          packageBaseUrl: nowhere,
          stdLibURL: `${nowhere}stdlib.zip`,
          lockFileContents,
          createPyodideModule,
          env: { PYTHONPATH: APP, PYTHONDONTWRITEBYTECODE: "1" },
          fsInit: async (files) => writeSources(files, app),
        })
        .then(tellingItsEnd)
        .then(withoutPyScriptPackage)
        .then(resolve, reject);
    });
  }

  /**
   * Write the sources in the app's archive, and nothing else that may be in it, to Python's file system. What
   * can be read is what runs: Python would prefer byte code to the source beside it.
   * @param {PythonFiles} files @param {Uint8Array} archive not compressed (app_archive.py)
   */
  function writeSources(files, archive) {
    const header = new DataView(archive.buffer, archive.byteOffset, archive.byteLength);
    for (let at = 0; header.getUint32(at) === LOCAL_FILE; ) {
      const named = at + 30 + header.getUint16(at + 26, true);
      const start = named + header.getUint16(at + 28, true);
      const end = start + header.getUint32(at + 18, true);
      const path = `${APP}/${new TextDecoder().decode(archive.subarray(at + 30, named))}`;
      if (path.endsWith(".py")) {
        files.mkdirTree(path.slice(0, path.lastIndexOf("/")));
        files.writeFile(path, archive.subarray(start, end));
      }
      at = end;
    }
  }

  /**
   * Pyodide fetches two files by itself. Answer with the two that are here, and refuse everything else.
   * @param {WebAssembly.Module} module @param {Uint8Array<ArrayBuffer>} library
   */
  function answerFetches(module, library) {
    globalThis.fetch = async (address) => {
      const name = String(address);
      // The module takes the place of a response: instantiateStreaming, below, is its only reader.
      if (name.endsWith("/pyodide.asm.wasm")) return /** @type {any} */ (module);
      if (name.endsWith("/stdlib.zip")) return new Response(library);
      throw new Error(`${name}: Python asks for nothing`);
    };
    WebAssembly.instantiateStreaming = async (source, imports) => {
      const compiled = /** @type {any} */ (await source);
      return {
        module: compiled,
        instance: /** @type {any} */ (await WebAssembly.instantiate(compiled, imports)),
      };
    };
  }

  /**
   * When Python dies, it leaves every call unanswered: report that to the page as PyScript reports errors.
   * Do so first, since Pyodide's own handler may lack functions, too.
   * @param {Pyodide} python
   */
  function tellingItsEnd(python) {
    const { fatal_error } = python._api;
    python._api.fatal_error = (error) => {
      postMessage(new Error(String(error)));
      return fatal_error(error);
    };
    return python;
  }

  /**
   * PyScript runs its own `pyscript` package before the page's Python. This page needs polyscript only, and
   * the trimmed library lacks parts of the package: leave that one piece of code out.
   * @param {Pyodide} python
   */
  function withoutPyScriptPackage(python) {
    const run = python.runPythonAsync;
    python.runPythonAsync = (code, ...rest) =>
      code.includes("import pyscript as _pyscript") ? Promise.resolve() : run.call(python, code, ...rest);
    return python;
  }
}

// Stands in front of PyScript's own code in its worker, behind no-storage.js and Pyodide (pyodide.js): boots
// Python from what the page has downloaded and checked, with the trimmed library and the app on Python's path.
{
  const { pyodide } = globalThis;

  /** @typedef {{module: WebAssembly.Module, library: Uint8Array, app: Uint8Array}} Parcels */
  /** @type {Promise<Parcels>} what the page hands over (assets/boot.js), before PyScript listens */
  const parcels = new Promise((resolve) => {
    addEventListener("message", function take(event) {
      if (!event.data?.parcels) return;
      event.stopImmediatePropagation();
      removeEventListener("message", take);
      resolve(event.data.parcels);
    });
  });

  // Of what fails where nobody waits, such as a start without a function that it needs, the page is told as PyScript
  // tells it of errors.
  addEventListener("unhandledrejection", ({ reason }) => {
    postMessage(reason instanceof Error ? reason : new Error(String(reason)));
  });

  /** What PyScript passes on, once it comes to ask for Python; the start does not wait for that. */
  let options = { stdout() {}, stderr() {} };

  const python = parcels.then(boot);
  python.catch(() => {}); // told to PyScript

  globalThis.bootPython = (given) => {
    options = given;
    return python;
  };

  /** @param {Parcels} parcels Rejects where Pyodide alone would warn and wait for ever. */
  async function boot({ module, library, app }) {
    useWhatIsHere(module, library);
    return new Promise((resolve, reject) => {
      const { createPyodideModule, lockFileContents } = pyodide;
      const nowhere = "nowhere:/"; // never asked: see useWhatIsHere
      pyodide
        .loadPyodide({
          stdout: (line) => options.stdout(line),
          stderr(line) {
            options.stderr(line);
            // A library that cannot be read ends Python here, and Pyodide tells nobody.
            if (line.startsWith("Fatal Python error")) reject(new Error(line));
          },
          indexURL: nowhere,
          packageBaseUrl: nowhere,
          stdLibURL: `${nowhere}stdlib.zip`,
          lockFileContents,
          createPyodideModule,
          env: { PYTHONPATH: "/app.zip" },
          fsInit: async (files) => files.writeFile("/app.zip", app),
        })
        .then(tellingItsEnd)
        .then(withoutPyScriptPackage)
        .then(resolve, reject);
    });
  }

  /** Pyodide asks for two files by itself; it gets those that are here, and nothing from anywhere else. */
  function useWhatIsHere(module, library) {
    globalThis.fetch = async (address) => {
      const name = String(address);
      if (name.endsWith("/pyodide.asm.wasm")) return module; // handed to instantiateStreaming, below
      if (name.endsWith("/stdlib.zip")) return new Response(library);
      throw new Error(`${name}: Python asks for nothing`);
    };
    WebAssembly.instantiateStreaming = async (source, imports) => ({
      module: await source,
      instance: await WebAssembly.instantiate(await source, imports),
    });
  }

  /**
   * Python that dies leaves whoever asked it something without an answer: PyScript tells the page of errors.
   * First of all: what Pyodide does then may lack functions, too.
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
   * the package's parts are not in the trimmed library: leave that one piece of code out.
   */
  function withoutPyScriptPackage(python) {
    const run = python.runPythonAsync;
    python.runPythonAsync = (code, ...rest) =>
      code.includes("import pyscript as _pyscript") ? Promise.resolve() : run.call(python, code, ...rest);
    return python;
  }
}

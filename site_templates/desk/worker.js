// The end of the script of the worker behind a desk, after Pyodide (pyodide.js) and brotli.js: boots Python from what
// the page hands over, with the whole generator on its path, and passes questions on to the desk. It asks for
// nothing, and stands in a classic script: a page opened from a file may have no other worker.
{
  const { pyodide } = globalThis;
  const APP = "/app"; // first on Python's path: no module of a package comes before the generator's own
  const PACKAGES = "/packages";
  // Where generator.runtime.store looks for what is prepared.
  const PREPARED = `${APP}/generator/runtime/prepared`;
  const WHOLE = `${APP}/generator/runtime/prepared_whole`;
  const WASM = "whole.wasm.zip";
  const FILES = [WASM, "worker.zip", "library.zip", "packages.zip", "generator.zip"];
  const LOCAL_FILE = 0x504b0304; // "PK", 3, 4: before each file in a zip (PKWARE APPNOTE 4.3.7)
  const STORED = 0;

  /** @typedef {Uint8Array<ArrayBuffer>} Bytes */

  /** What the page hands over, by name; each can be awaited before it is here. @type {Map<string, Arrival>} */
  const arrivals = new Map();
  /** @typedef {{promise: Promise<Bytes>, resolve(contents: Bytes): void}} Arrival */

  /** @param {string} name */
  function arrival(name) {
    const known = arrivals.get(name) ?? Promise.withResolvers();
    arrivals.set(name, known);
    return known;
  }

  /** One after the other, in the order in which they came. @type {Promise<unknown>} */
  let work = Promise.resolve();
  /** @type {Promise<Desk>} */
  let desk = Promise.reject(new Error("no desk is open"));
  desk.catch(() => {});
  /** @typedef {{python: Pyodide, answer(request: string): [answer: string, wanted: string]}} Desk */

  addEventListener("message", ({ data: { number, desk: module, file, contents, request } }) => {
    if (file) arrival(file).resolve(contents);
    if (module) desk = open(module);
    if (number) work = work.then(() => tell(number, request, file));
  });

  /** Do what a message asks for and tell the page. @param {number} number @param {string} [request] @param {string} [file] */
  async function tell(number, request, file) {
    try {
      const { python, answer } = await desk;
      if (file) await unpackLater(python, file);
      const [told, wanted] = request ? answer(request) : [];
      postMessage({ number, told, wanted });
    } catch (error) {
      postMessage({ number, failed: String(error) });
    }
  }

  /** Put a further archive on Python's path. @param {Pyodide} python @param {string} name */
  async function unpackLater(python, name) {
    await unpack(python.FS, await arrival(name).promise, PACKAGES);
    python.runPython("import importlib; importlib.invalidate_caches()");
  }

  /**
   * Boot Python, and open the desk of a module. Rejects where Pyodide alone would warn and wait for ever.
   * @param {string} module
   * @returns {Promise<Desk>}
   */
  async function open(module) {
    // All at once, as each arrives: the browser compiles and unpacks beside this thread.
    const compiled = arrival(WASM).promise.then(compile);
    const unpacked = ["library.zip", "packages.zip", "generator.zip"].map((name) =>
      arrival(name).promise.then(inner),
    );
    for (const part of [compiled, ...unpacked]) part.catch(() => {}); // awaited below
    const [library, packages, generator] = unpacked;
    const python = await boot(await compiled, await library, async (files) => {
      await unpack(files, await packages, PACKAGES);
      await unpack(files, await generator, APP);
      await keepArchives(files);
    });
    const answer = python.runPython(`
import importlib, sys
from generator.desk import answer
class _Later:
    """Notes what Python could import if the page handed it over."""
    wanted = ""
    @classmethod
    def find_spec(cls, name, path=None, target=None):
        if name == "brotli":
            cls.wanted = "brotli.zip"
def _answer(request):
    _Later.wanted = ""
    return answer(_desk, request), _Later.wanted
sys.meta_path.append(_Later)
_desk = importlib.import_module(${JSON.stringify(module)}).open_desk()
lambda request: __import__("pyodide").ffi.to_js(_answer(request))`);
    return { python, answer };
  }

  /** Write the archives where a wheel has them: the generator puts them into sites. @param {PythonFiles} files */
  async function keepArchives(files) {
    for (const folder of [PREPARED, WHOLE]) files.mkdirTree(folder);
    for (const name of FILES) {
      files.writeFile(`${name === WASM ? PREPARED : WHOLE}/${name}`, await arrival(name).promise);
    }
  }

  /**
   * @param {WebAssembly.Module} module @param {Bytes} library
   * @param {(files: PythonFiles) => Promise<void>} fsInit
   * @returns {Promise<Pyodide>}
   */
  function boot(module, library, fsInit) {
    answerFetches(module, library);
    const { createPyodideModule, lockFileContents } = pyodide;
    const nowhere = "nowhere:/"; // never asked: see answerFetches
    return new Promise((resolve, reject) => {
      pyodide
        .loadPyodide({
          stdout() {},
          stderr(line) {
            // An unreadable library ends Python here, and Pyodide does not report it.
            if (line.startsWith("Fatal Python error")) reject(new Error(line));
          },
          indexURL: nowhere,
          packageBaseUrl: nowhere,
          stdLibURL: `${nowhere}stdlib.zip`,
          lockFileContents,
          createPyodideModule,
          // Pydantic would look for plugins in every package: there are none.
          env: {
            PYTHONPATH: `${APP}:${PACKAGES}`,
            PYTHONDONTWRITEBYTECODE: "1",
            PYDANTIC_DISABLE_PLUGINS: "__all__",
          },
          fsInit,
        })
        .then(tellingItsEnd)
        .then(resolve, reject);
    });
  }

  /** When Python dies, it leaves every question unanswered: tell the page. @param {Pyodide} python */
  function tellingItsEnd(python) {
    const { fatal_error } = python._api;
    python._api.fatal_error = (error) => {
      postMessage({ lost: String(error) });
      return fatal_error(error);
    };
    return python;
  }

  /**
   * Pyodide fetches two files by itself. Answer with the two that are here, and refuse everything else.
   * @param {WebAssembly.Module} module @param {Bytes} library
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

  /** Compile the only file of an archive. @param {Bytes} archive */
  function compile(archive) {
    const [file] = entries(archive);
    return WebAssembly.compileStreaming(file.response("application/wasm"));
  }

  /** Return the only file of an archive: another one, which is not compressed. @param {Bytes} archive */
  async function inner(archive) {
    const [file] = entries(archive);
    return file.contents();
  }

  /**
   * Write the files of an archive to Python's file system.
   * @param {PythonFiles} files @param {Bytes} archive @param {string} folder
   */
  async function unpack(files, archive, folder) {
    for (const { name, contents } of entries(archive)) {
      const path = `${folder}/${name}`;
      files.mkdirTree(path.slice(0, path.lastIndexOf("/")));
      files.writeFile(path, await contents());
    }
  }

  /** @param {Bytes} archive with sizes in the local headers, as the generator writes it */
  function entries(archive) {
    const header = new DataView(archive.buffer, archive.byteOffset, archive.byteLength);
    const found = [];
    for (let at = 0; header.getUint32(at) === LOCAL_FILE; ) {
      const named = at + 30 + header.getUint16(at + 26, true);
      const start = named + header.getUint16(at + 28, true);
      const end = start + header.getUint32(at + 18, true);
      const stored = header.getUint16(at + 8, true) === STORED;
      found.push(
        entry(
          new TextDecoder().decode(archive.subarray(at + 30, named)),
          archive.subarray(start, end),
          stored,
        ),
      );
      at = end;
    }
    return found;
  }

  /** @param {string} name @param {Bytes} packed @param {boolean} stored whether it is not compressed */
  function entry(name, packed, stored) {
    const response = (type = "") => {
      // No Blob: from a file, WebKit reads none in a worker.
      const body = /** @type {ReadableStream<Bytes>} */ (new Response(packed).body);
      const stream = body.pipeThrough(new DecompressionStream("deflate-raw"));
      return new Response(stream, { headers: { "content-type": type } });
    };
    const contents = async () => (stored ? packed : new Uint8Array(await response().arrayBuffer()));
    return { name, response, contents };
  }
}

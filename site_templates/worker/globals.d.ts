// For tsc: the globals in front of PyScript's code in its worker. generator/runtime/trimming/trim_glue.mjs
// makes `pyodide`.

interface PyodideOutput {
  stdout(line: string): void;
  stderr(line: string): void;
}

/** The parts of Pyodide that worker.js uses; `_api` is internal to Pyodide and may change with any version. */
interface Pyodide {
  FS: PythonFiles;
  runPython(code: string): any;
  _api: { fatal_error(error: unknown): unknown };
  runPythonAsync(code: string, ...rest: unknown[]): Promise<unknown>;
}

/** Emscripten's file system, as far as worker.js uses it. */
interface PythonFiles {
  mkdirTree(path: string): void;
  writeFile(path: string, contents: Uint8Array): void;
}

interface PyodideOptions extends PyodideOutput {
  indexURL: string;
  packageBaseUrl: string;
  stdLibURL: string;
  lockFileContents: string;
  createPyodideModule: unknown;
  env: Record<string, string>;
  fsInit(files: PythonFiles): Promise<void>;
}

declare var pyodide: {
  version: string;
  lockFileContents: string;
  createPyodideModule: unknown;
  loadPyodide(options: PyodideOptions): Promise<Pyodide>;
};

/** What PyScript takes for the module of its interpreter. */
declare var interpreter: { version: string; loadPyodide(output: PyodideOutput): Promise<Pyodide> };

// Compiles and trims Python's standard library inside Pyodide itself, so that the byte code is the
// browser's own. Usage: node trim_stdlib.mjs REQUEST.json, where REQUEST holds
//   {"pyodide": folder of the npm package, "modules": names that the app imports, "out": zip to write,
//    "standIns": path in the library -> source that replaces it}
// The zip is sorted and not compressed; trim.py compresses it.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const request = JSON.parse(readFileSync(process.argv[2], "utf8"));
const { loadPyodide } = await import(pathToFileURL(join(request.pyodide, "pyodide.mjs")).href);
const stock = join(request.pyodide, "python_stdlib.zip");

const compiler = await boot(stock);
compiler.FS.writeFile("/stock.zip", readFileSync(stock));
compiler.globals.set("stand_ins_json", JSON.stringify(request.standIns));
compiler.runPython(readFileSync(new URL("trim_stdlib.py", import.meta.url), "utf8"));

// Three boots: the first, with the whole library, shows which modules are imported; the second, with the stand-ins
// among them, shows which of these are still needed; the third proves that Python boots from the rest.
trim(await imported(compiler));
trim(await imported(await boot(request.out)));
await imported(await boot(request.out));

/** @param {string} library the path of a zip */
async function boot(library) {
  return loadPyodide({ indexURL: request.pyodide, packages: [], stdLibURL: library, stderr() {} });
}

/** @param {string} modules names with blanks between */
function trim(modules) {
  compiler.globals.get("trim")(modules);
  writeFileSync(request.out, compiler.FS.readFile("/trimmed.zip"));
}

/**
 * Return the names of all modules that Python loads when it boots, imports the app's modules and reports an
 * error.
 * @param {Awaited<ReturnType<typeof boot>>} pyodide
 */
async function imported(pyodide) {
  // PyScript runs the page's code asynchronously, which loads modules of its own: so does this.
  await pyodide.runPythonAsync(`import ${request.modules.join(", ")}`);
  const error = await pyodide.runPythonAsync("import json; json.loads('{')").catch(String);
  if (!error.includes("JSONDecodeError")) throw new Error(`an error is not reported: ${error}`);
  return pyodide.runPython("import sys; ' '.join(sys.modules)");
}

// Compiles and trims Python's standard library inside Pyodide itself, so that the byte code is the
// browser's own. Usage: node trim_stdlib.mjs REQUEST.json, where REQUEST holds
//   {"pyodide": folder of the npm package, "modules": names the app imports, "out": zip to write}
// The zip is stored uncompressed and in sorted order; generator/runtime/prepare.py packs it.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const request = JSON.parse(readFileSync(process.argv[2], "utf8"));
const { loadPyodide } = await import(pathToFileURL(join(request.pyodide, "pyodide.mjs")).href);
const pyodide = await loadPyodide({ indexURL: request.pyodide, packages: [] });

// PyScript runs the page's code asynchronously; doing the same here brings the same modules in.
await pyodide.runPythonAsync(`import ${request.modules.join(", ")}`);
pyodide.runPython(readFileSync(new URL("trim_stdlib.py", import.meta.url), "utf8"));
writeFileSync(request.out, pyodide.FS.readFile("/trimmed.zip"));

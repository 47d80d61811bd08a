// Compiles the app inside Pyodide itself, so that the byte code is the browser's own: no parser has to run on
// a thin client. Usage: node compile_app.mjs REQUEST.json, where REQUEST holds
//   {"pyodide": folder of the npm package, "files": path -> source,
//    "out": JSON to write: path -> base64 of byte code}
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const { pyodide: folder, files, out } = JSON.parse(readFileSync(process.argv[2], "utf8"));
const { loadPyodide } = await import(pathToFileURL(join(folder, "pyodide.mjs")).href);
const python = await loadPyodide({ indexURL: folder, packages: [] });
python.globals.set("files_json", JSON.stringify(files));
python.runPython(readFileSync(new URL("compile_app.py", import.meta.url), "utf8"));
writeFileSync(out, python.globals.get("compiled_json"));

// Compiles Python sources inside Pyodide itself, so that the byte code is the browser's own. Usage:
// node compile_sources.mjs REQUEST.json, where REQUEST holds
//   {"pyodide": folder of the npm package, "sources": zip of the sources, "out": zip to write, not compressed}
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const { pyodide, sources, out } = JSON.parse(readFileSync(process.argv[2], "utf8"));
const { loadPyodide } = await import(pathToFileURL(join(pyodide, "pyodide.mjs")).href);
const python = await loadPyodide({ indexURL: pyodide, packages: [] });
python.FS.writeFile("/sources.zip", readFileSync(sources));
python.runPython(readFileSync(new URL("compile_sources.py", import.meta.url), "utf8"));
writeFileSync(out, python.FS.readFile("/compiled.zip"));

// Runs Python in stock Pyodide, as a worker behind a desk does.
// Usage: node in_pyodide.mjs REQUEST.json, where REQUEST holds
//   {"pyodide": folder of the npm package, "scripts": classic scripts to run first, "packages": zips to unpack on
//    Python's path, "files": path in Pyodide -> path here, "code": Python whose last line is a text,
//    "out": file to write}
// Writes that text.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { runInThisContext } from "node:vm";

const request = JSON.parse(readFileSync(process.argv[2], "utf8"));
for (const script of request.scripts) runInThisContext(readFileSync(script, "utf8"), script);

const { loadPyodide } = await import(pathToFileURL(join(request.pyodide, "pyodide.mjs")).href);
try {
  const python = await loadPyodide({ indexURL: request.pyodide, packages: [] });
  const path = python.runPython("import site; site.getsitepackages()[0]");
  for (const zip of request.packages)
    python.unpackArchive(new Uint8Array(readFileSync(zip)), "zip", { extractDir: path });
  for (const [there, here] of Object.entries(request.files)) python.FS.writeFile(there, readFileSync(here));
  writeFileSync(request.out, python.runPython(request.code));
} catch (error) {
  process.stderr.write(String(error)); // node would quote all of Pyodide before it
  process.exit(1);
}

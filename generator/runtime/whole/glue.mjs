// Joins Pyodide's two modules into one classic script. Usage: node glue.mjs REQUEST.json, where REQUEST holds
//   {"pyodide": folder of the npm package, "out": file to write}
// The script defines one name, pyodide = {loadPyodide, version, createPyodideModule, lockFileContents}. Nothing of
// Pyodide is left out but what asks for an address of its own: in a page opened from a file a browser lets a worker
// be no module, and such a script has no address.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { rollup } from "rollup";
import { minify } from "terser";

const { pyodide, out } = JSON.parse(readFileSync(process.argv[2], "utf8"));
const ENTRY = "\0entry";
const ADDRESS = /\bimport\.meta\.url\b/g;
const ADDRESSES = 3;

let found = 0;
const { info } = JSON.parse(readFileSync(join(pyodide, "pyodide-lock.json"), "utf8"));
const lock = JSON.stringify({ info, packages: {} }); // no packages, so no package index is ever asked
const entry = `export { loadPyodide, version } from ${JSON.stringify(join(pyodide, "pyodide.mjs"))};
export { default as createPyodideModule } from ${JSON.stringify(join(pyodide, "pyodide.asm.mjs"))};
export const lockFileContents = ${JSON.stringify(lock)};`;

const bundle = await rollup({
  input: ENTRY,
  external: /^node:|^ws$/, // never asked for in a browser
  treeshake: false,
  plugins: [
    {
      name: "no address",
      resolveId: (id) => (id === ENTRY ? ENTRY : null),
      load: (id) => (id === ENTRY ? entry : null),
      transform: (code) => ({
        code: code.replace(ADDRESS, () => {
          found++;
          return '"nowhere:/"';
        }),
        map: null,
      }),
    },
  ],
  onLog(level, log) {
    if (level === "warn" && log.code !== "EVAL") throw new Error(log.message);
  },
});
if (found !== ADDRESSES) throw new Error(`import.meta.url: found ${found} times, not ${ADDRESSES}`);
const { output } = await bundle.generate({ format: "iife", name: "pyodide", inlineDynamicImports: true });
const { code } = await minify(output[0].code, { ecma: 2020, keep_classnames: true });
// Pyodide would find out by a script of its own in what kind of worker it is; the policy forbids it.
writeFileSync(out, `self.importScripts=undefined;${code}`);

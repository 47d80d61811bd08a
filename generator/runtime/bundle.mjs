// Bundles a module and everything it imports into one script: one request, where slow networks would wait for
// several, one after the other. Usage: node bundle.mjs REQUEST.json, where REQUEST holds
//   {"entry": module, "exports": its names to keep (all, if absent), "leftOut": chunks that become empty
//    (by the beginning of their names), "small": whether names may go, too; otherwise functions keep
//    theirs, for people who want to check what the page does, "replaced": [pattern, replacement, how often it
//    must be found] for the code of every module, "instead": modules by the module whose place they take (paths),
//    "packages": the module of each npm package that is imported by its name (paths), "harmless": codes of
//    rollup's warnings that stop nothing (all others do),
//    "classic": whether it becomes a script that is no module, "awaits": whether a module awaits at its top level, "out": file to write}
import { readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, resolve } from "node:path";
import { rollup } from "rollup";
import { minify } from "terser";

const {
  entry,
  exports,
  leftOut = [],
  replaced = [],
  instead = {},
  packages = {},
  harmless = [],
  awaits = false,
  classic = false,
  small = false,
  out,
} = JSON.parse(readFileSync(process.argv[2], "utf8"));
const EMPTY = "\0empty";
const ENTRY = "\0entry";

/** How often each pattern was found. @type {number[]} */
const found = replaced.map(() => 0);

/** The modules whose place another one has taken. @type {Set<string>} */
const replacedModules = new Set();

/** @type {import("rollup").Plugin} */
const parts = {
  name: "parts",
  resolveId(id, importer) {
    if (id === ENTRY) return ENTRY;
    if (id in packages) return packages[id];
    const path = importer ? resolve(dirname(importer), id) : id;
    if (path in instead) {
      replacedModules.add(path);
      return instead[path];
    }
    return leftOut.some((/** @type {string} */ name) => basename(id).startsWith(name)) ? EMPTY : null;
  },
  load(id) {
    if (id === EMPTY) return "export default undefined;";
    return id === ENTRY ? `export { ${exports} } from ${JSON.stringify(entry)};` : null;
  },
  transform(code) {
    let text = code;
    for (const [number, [pattern, replacement]] of replaced.entries()) {
      text = text.replace(new RegExp(pattern, "g"), () => {
        found[number]++;
        return replacement;
      });
    }
    return { code: text, map: null };
  },
};

const bundle = await rollup({
  input: exports ? ENTRY : entry,
  plugins: [parts],
  onLog(level, log) {
    if (level === "warn" && !harmless.includes(log.code)) throw new Error(log.message);
  },
});
for (const [number, [pattern, , often]] of replaced.entries()) {
  if (found[number] !== often) throw new Error(`${pattern}: found ${found[number]} times, not ${often}`);
}
for (const path of Object.keys(instead)) {
  if (!replacedModules.has(path)) throw new Error(`${path}: nothing imports it`);
}
const { output } = await bundle.generate({ format: classic ? "iife" : "es", inlineDynamicImports: true });
const { code } = output[0];
// A browser's own formatting makes such a script readable.
const named = {
  compress: { toplevel: true, passes: 3 },
  mangle: { toplevel: true, keep_fnames: true },
  module: awaits,
};
const { code: script } = await minify(code, { module: true, ecma: 2020, ...(small ? {} : named) });
writeFileSync(out, script ?? "");

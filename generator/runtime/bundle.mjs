// Bundles a module and everything it imports into one script: one request, where slow networks would wait for
// several, one after the other. Usage: node bundle.mjs REQUEST.json, where REQUEST holds
//   {"entry": module, "exports": its names to keep (all, if absent), "leftOut": chunks that become empty
//    (by the beginning of their names), "small": whether names may go, too; otherwise functions keep
//    theirs, for people who want to check what the page does, "out": file to write}
import { readFileSync, writeFileSync } from "node:fs";
import { basename } from "node:path";
import { rollup } from "rollup";
import { minify } from "terser";

const {
  entry,
  exports,
  leftOut = [],
  small = false,
  out,
} = JSON.parse(readFileSync(process.argv[2], "utf8"));
const EMPTY = "\0empty";
const ENTRY = "\0entry";

/** @type {import("rollup").Plugin} */
const parts = {
  name: "parts",
  resolveId(id) {
    if (id === ENTRY) return ENTRY;
    return leftOut.some((/** @type {string} */ name) => basename(id).startsWith(name)) ? EMPTY : null;
  },
  load(id) {
    if (id === EMPTY) return "export default undefined;";
    return id === ENTRY ? `export { ${exports} } from ${JSON.stringify(entry)};` : null;
  },
};

const bundle = await rollup({
  input: exports ? ENTRY : entry,
  plugins: [parts],
  onLog(level, log) {
    if (level === "warn") throw new Error(log.message);
  },
});
const { output } = await bundle.generate({ format: "es", inlineDynamicImports: true });
const { code } = output[0];
// A browser's own formatting makes such a script readable.
const named = {
  compress: { toplevel: true, passes: 3 },
  mangle: { toplevel: true, keep_fnames: true },
  module: false,
};
const { code: script } = await minify(code, { module: true, ecma: 2020, ...(small ? {} : named) });
writeFileSync(out, script ?? "");

// Turns Pyodide's JavaScript into one minified script without the functions that nothing on this site calls.
// Usage: node trim_glue.mjs REQUEST.json, where REQUEST holds
//   {"pyodide": folder of the npm package, "readers": files whose use of Module.… is kept,
//    "out": file to write}
//
// The script can be put in front of other code in one module. It defines one name,
//   globalThis.pyodide = {loadPyodide, version, createPyodideModule, lockFileContents}
//
// Pyodide links every Emscripten library and exports all of Python's C interface, for packages that are loaded
// later. This site loads no package: nothing calls a function that neither the WebAssembly imports nor a script
// names. The WebAssembly imports graphics (GL, EGL), but never calls it: one function that throws replaces it all.
//
// By hand, since a bundler cannot do this: Emscripten keeps every function alive in tables (wasmImports, Module).
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse as parseScript } from "acorn";
import { minify } from "terser";

// A node of a syntax tree. acorn's own types tell some eighty kinds apart; `found` checks the tree where this
// script relies on its shape.
/** @typedef {any} Node */

const GRAPHICS = /^(emscripten_(gl|webgl)|gl[A-Z]|egl[A-Z])/;
const ABSENT = "notInThisRuntime";

// The interpreter runs in a worker only.
const ENVIRONMENT = { WEB: false, WORKER: true, NODE: false, SHELL: false };

const request = JSON.parse(readFileSync(process.argv[2], "utf8"));
const source = packaged("pyodide.asm.mjs");
const loader = packaged("pyodide.mjs");
/** @type {Node} */
const tree = parse(source);
const statements = tree.body.find((/** @type {Node} */ node) => node.id?.name === "_createPyodideModule").body
  .body;
const exported = found(statements.find((/** @type {Node} */ node) => node.id?.name === "assignWasmExports"))
  .body.body;
const library = declared("wasmImports").init;
const wanted = await importedByWasm(join(request.pyodide, "pyodide.asm.wasm"));

/** Where an edit starts and ends, and the replacement. @type {[number, number, string][]} */
const edits = [];
const bookkeeping = new Set([...exported, ...library.properties, ...statements.filter(setsModule)]);
const identifiers = new Set();
const properties = new Set();
const readers = request.readers.map((/** @type {string} */ file) => parse(readFileSync(file, "utf8")));
for (const script of [tree, parse(loader), ...readers]) note(script);

for (const statement of exported) {
  const { left, right } = statement.expression; // _f = Module["_f"] = wasmExports["f"]
  if (!identifiers.has(left.name) && !properties.has(propertyOf(right.left))) cut(statement);
}
for (const statement of statements.filter(setsModule)) {
  if (!properties.has(propertyOf(statement.expression.left))) cut(statement);
}
const imported = library.properties.filter((/** @type {Node} */ { key }) => wanted.has(key.name));
const kept = imported.filter((/** @type {Node} */ { key }) => !GRAPHICS.test(key.name));
const absent = imported.filter((/** @type {Node} */ entry) => !kept.includes(entry));
const entries = [
  ...kept.map(textOf),
  ...absent.map((/** @type {Node} */ { key }) => `${key.name}:${ABSENT}`),
];
replace(library, `{${entries.join(",")}}`);
const called = new Set(kept.map((/** @type {Node} */ { value }) => value.name));
for (const statement of statements) {
  const { left } = (statement.type === "ExpressionStatement" && statement.expression) || {};
  // f.sig = "vpi": how the WebAssembly would call f
  if (left?.type === "MemberExpression" && propertyOf(left) === "sig" && !called.has(left.object.name))
    cut(statement);
  // SDL (sound, games) hooks itself into a main loop that is never started.
  if (statement.expression?.callee?.name === "registerPostMainLoop") cut(statement);
}
for (const [name, value] of Object.entries(ENVIRONMENT)) {
  replace(declared(`ENVIRONMENT_IS_${name}`).init, String(value));
}
walk(tree, (node) => {
  // The worker of a single file is a classic script, to which import.meta is a syntax error.
  if (node.type === "MetaProperty") replace(node, "{url:self.location.href}");
  // The Content-Security-Policy forbids eval, and its text could use any name.
  if (node.type === "CallExpression" && node.callee.name === "eval") replace(node.callee, ABSENT);
});

const { code } = await minify(edited(), {
  module: true,
  ecma: 2020,
  compress: { passes: 3 },
  keep_classnames: true,
});
if (`${code}${loader}`.includes("import.meta")) throw new Error("Pyodide's JavaScript asks for import.meta");
const { info } = JSON.parse(packaged("pyodide-lock.json"));
const lock = JSON.stringify({ info, packages: {} }); // no packages, so no package index is ever asked
writeFileSync(
  request.out,
  `globalThis.pyodide={...(()=>{${asBody(loader)}})(),` +
    `createPyodideModule:(()=>{${asBody(code ?? "")}})().default,lockFileContents:${JSON.stringify(lock)}};\n`,
);

/** Return a file of the npm package. @param {string} name */
function packaged(name) {
  return readFileSync(join(request.pyodide, name), "utf8");
}

/** Return the body of a function that returns what the module `code` exports. @param {string} code */
function asBody(code) {
  /** @type {Node[]} */
  const exports = parse(code).body.filter(({ type }) => type.startsWith("Export"));
  const names = exports.flatMap(({ type, declaration, specifiers }) =>
    type === "ExportDefaultDeclaration"
      ? [`default:${declaration.name}`]
      : specifiers.map((/** @type {Node} */ { local, exported }) => `${exported.name}:${local.name}`),
  );
  let body = code.replace(/\n\/\/# sourceMappingURL=.*/, "");
  for (const { start, end } of exports.reverse()) body = body.slice(0, start) + body.slice(end);
  return `${body};return{${names.join(",")}}`;
}

/**
 * Note the names that `tree` refers to, leaving aside the lists that only pass names on.
 * @param {Node} tree
 */
function note(tree) {
  walk(tree, (node) => {
    if (bookkeeping.has(node)) return false;
    if (node.type === "VariableDeclarator" && !node.init) return false;
    if (node.type === "Identifier") identifiers.add(node.name);
    if (node.type === "MemberExpression") properties.add(propertyOf(node));
    if (node.type === "Property") properties.add(node.key.name ?? node.key.value);
    if (node.type === "Literal") properties.add(node.value);
    return true;
  });
}

/** @param {string} path @returns {Promise<Set<string>>} */
async function importedByWasm(path) {
  const module = await WebAssembly.compile(readFileSync(path));
  return new Set(WebAssembly.Module.imports(module).map(({ name }) => name));
}

/** @param {Node} statement */
function setsModule(statement) {
  const { type, left, right } = statement.expression ?? {};
  return (
    type === "AssignmentExpression" &&
    left.type === "MemberExpression" &&
    left.object.name === "Module" &&
    ["Identifier", "MemberExpression"].includes(right.type)
  );
}

/** @param {Node} member */
function propertyOf(member) {
  return member.computed ? member.property.value : member.property.name;
}

/** @param {string} name */
function declared(name) {
  const declarations = statements.flatMap((/** @type {Node} */ node) => node.declarations ?? []);
  return found(declarations.find((/** @type {Node} */ node) => node.id.name === name));
}

/** @param {Node} node */
function found(node) {
  if (!node)
    throw new Error("pyodide.asm.mjs is not built as trim_glue.mjs expects");
  return node;
}

/** @param {Node} node */
function textOf({ start, end }) {
  return source.slice(start, end);
}

/** @param {Node} statement */
function cut(statement) {
  replace(statement, ";");
}

/** @param {Node} node @param {string} text */
function replace({ start, end }, text) {
  edits.push([start, end, text]);
}

function edited() {
  let text = source;
  for (const [start, end, replacement] of edits.sort((one, other) => other[0] - one[0])) {
    text = text.slice(0, start) + replacement + text.slice(end);
  }
  return `${text}\nfunction ${ABSENT}(){throw new Error("left out of this runtime")}${ABSENT}.sig="v";`;
}

/** @param {string} text */
function parse(text) {
  return parseScript(text, { ecmaVersion: "latest", sourceType: "module" });
}

/**
 * Visit `node` and, unless `visit` returns false, what is inside.
 * @param {Node} node
 * @param {(node: Node) => unknown} visit
 */
function walk(node, visit) {
  if (visit(node) === false) return;
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) {
      if (typeof child?.type === "string") walk(child, visit);
    }
  }
}

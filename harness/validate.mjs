// Checks pages against the HTML standard, and styles against the grammar of CSS.
// Usage: node validate.mjs REQUEST.json, where REQUEST holds
//   {"rules": those of html-validate that differ from its recommendations, "pages": {name: HTML},
//    "styles": {name: CSS}, "out": file to write}
// Writes a JSON list of texts, one for each fault.
import { readFileSync, writeFileSync } from "node:fs";
import { generate, lexer, parse, walk } from "css-tree";
import { HtmlValidate, StaticConfigLoader } from "html-validate";

/** @type {{rules: Record<string, any>, pages: Record<string, string>, styles: Record<string, string>, out: string}} */
const { rules, pages, styles, out } = JSON.parse(readFileSync(process.argv[2], "utf8"));

const validator = new HtmlValidate(
  new StaticConfigLoader({ extends: ["html-validate:recommended", "html-validate:document"], rules }),
);

/** @param {[string, string]} page */
function faultsOfPage([name, html]) {
  const { results } = validator.validateStringSync(html, name);
  return results.flatMap(({ messages }) =>
    messages.map(({ line, column, ruleId, message }) => `${name}:${line}:${column}: ${message} (${ruleId})`),
  );
}

/** Our own properties (--…) and their first values, which the grammar checks where they are used.
 * @type {Map<string, string>} */
const variables = new Map();
for (const css of Object.values(styles)) {
  walk(parse(css), (node) => {
    if (node.type !== "Declaration" || !node.property.startsWith("--")) return;
    if (!variables.has(node.property)) variables.set(node.property, ` ${generate(node.value)} `);
  });
}

/** @param {string} value @returns {string} */
function withoutVariables(value) {
  const replaced = value.replaceAll(/var\((--[\w-]+)(?:,([^()]*))?\)/g, (variable, name, fallback) => {
    return variables.get(name) ?? fallback ?? variable;
  });
  return replaced === value ? value : withoutVariables(replaced);
}

// To css-tree's lexer, any arguments will do in these functions; so each is matched by itself.
const MATH = new Set(["calc", "clamp", "max", "min"]);

/** @param {string} property @param {string} value @returns {string | undefined} */
function faultOfValue(property, value) {
  const { error } = lexer.matchProperty(property, value);
  if (error) return error.message.split("\n", 1)[0];
  /** @type {string | undefined} */
  let fault;
  walk(parse(value, { context: "value" }), (node) => {
    if (node.type !== "Function" || !MATH.has(node.name)) return;
    if (lexer.match(`<${node.name}()>`, node).error) fault = `${generate(node)} is invalid`;
  });
  return fault;
}

/** @param {[string, string]} style */
function faultsOfStyle([name, css]) {
  /** @type {string[]} */
  const faults = [];
  const sheet = parse(css, {
    positions: true,
    onParseError: ({ message, line, column }) => faults.push(`${name}:${line}:${column}: ${message}`),
  });
  walk(sheet, function (node) {
    if (node.type !== "Declaration" || node.property.startsWith("--")) return;
    if (this.atrule?.name === "font-face" || this.atrule?.name === "page") return; // they have descriptors
    const { start, end } = node.value.loc ?? {};
    const value = withoutVariables(css.slice(start?.offset, end?.offset)).trim();
    const fault = faultOfValue(node.property, value);
    if (fault) faults.push(`${name}:${node.loc?.start.line}: ${node.property}: ${value}: ${fault}`);
  });
  return faults;
}

const faults = [
  ...Object.entries(pages).flatMap(faultsOfPage),
  ...Object.entries(styles).flatMap(faultsOfStyle),
];
writeFileSync(out, JSON.stringify(faults));

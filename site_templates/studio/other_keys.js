// What site.toml holds and the form has no field for: it stays as it is, and is listed.
import { find, findAll, make } from "./page_parts.js";
import { pathOf, startsWith } from "./paths.js";
import { getState } from "./workspace.js";

/** @typedef {import("./paths.js").Path} Path */

export function showOtherKeys() {
  const fields = findAll("#fields [data-kind]").map(pathOf);
  const others = [...leavesOf(getState()?.values)].filter(
    ([at]) => at[0] !== "texts" && !fields.some((field) => startsWith(at, field)),
  );
  const part = find("#other-keys");
  part.hidden = !others.length;
  find("dl", part).replaceChildren(
    ...others.flatMap(([at, value]) => [make("dt", at.join(".")), make("dd", String(value))]),
  );
}

/** Yield each value that is no table and no list, with its path. @param {any} values @param {Path} [at] @returns {Generator<[Path, unknown]>} */
function* leavesOf(values, at = []) {
  if (typeof values !== "object" || values === null) {
    if (at.length) yield [at, values];
    return;
  }
  for (const [key, value] of Object.entries(values))
    yield* leavesOf(value, [...at, Array.isArray(values) ? Number(key) : key]);
}

// Where a value stands in site.toml: a path of keys and indexes, in the page written with dots.

/** @typedef {(string | number)[]} Path such as ["contacts", 0, "label", "de"] */

/** Return the path that `text` writes, such as "surveys.0.title". @param {string} text @returns {Path} */
export const toPath = (text) => text.split(".").map((step) => (/^\d+$/.test(step) ? Number(step) : step));

/** @param {unknown} values @param {Path} path @returns {any} the value there; undefined if there is none */
export function valueAt(values, path) {
  let value = /** @type {any} */ (values);
  for (const step of path) value = value?.[step];
  return value;
}

/** Return the path of a field: that of the entry that holds it, and its own. @param {HTMLElement} field */
export function pathOf(field) {
  const base = /** @type {HTMLElement | null} */ (field.closest("[data-base]"))?.dataset.base;
  return toPath(`${base ? `${base}.` : ""}${field.dataset.at}`);
}

/** Tell whether `path` begins with `start`. @param {Path} path @param {Path} start */
export const startsWith = (path, start) => start.every((step, place) => path[place] === step);

/** @param {Path} one @param {Path} other */
export const isSame = (one, other) => one.length === other.length && startsWith(one, other);

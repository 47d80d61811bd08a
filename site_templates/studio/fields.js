// The fields: each shows a value of site.toml, and turns what people type into edits. A field has a kind, which
// says how its value is read and shown; the template says which (_fields.html.j2).
import { inputs, put, setOrRemove, spelledColour, typing } from "./field_parts.js";
import { readTexts, showSame, showTexts } from "./localised_texts.js";
import { findAll, findInput } from "./page_parts.js";
import { isSame, pathOf, startsWith, valueAt } from "./paths.js";
import { edit, getState } from "./workspace.js";

/**
 * @typedef {import("./paths.js").Path} Path
 * @typedef {import("./workspace.js").Edit} Edit
 * @typedef {object} Kind
 * @property {(field: HTMLElement, control: HTMLInputElement) => Edit[]} read what was typed, as edits
 * @property {(field: HTMLElement, value: any) => void} show
 */

// While somebody types, the preview follows at this distance, in milliseconds.
const PAUSE = 350;

/** @param {HTMLElement} field */
const onlyInput = (field) => findInput("input, textarea", field);

/** @type {Record<string, Kind>} */
const KINDS = {
  text: {
    read: (field, control) => [setOrRemove(pathOf(field), control.value.trim())],
    show: (field, value) => put(onlyInput(field), value === undefined ? "" : String(value)),
  },
  // One key, or a list of two: a space may also stand within a key, as people copy it.
  keys: {
    read: (field, control) => {
      const keys = control.value.trim().split(/[\s,]+(?=lastbild1)/i);
      return [setOrRemove(pathOf(field), keys.length > 1 ? keys : keys[0])];
    },
    show: (field, value) => put(onlyInput(field), [value ?? ""].flat().join(" ")),
  },
  number: {
    read: (field, control) => {
      const typed = control.value.trim();
      const plain = typed.replace(/[.\s]/g, "");
      return [setOrRemove(pathOf(field), /^\d{1,15}$/.test(plain) ? Number(plain) : typed)];
    },
    show: (field, value) => put(onlyInput(field), value === undefined ? "" : String(value)),
  },
  switch: {
    read: (field, control) => [setOrRemove(pathOf(field), control.checked || undefined)],
    show: (field, value) => {
      onlyInput(field).checked = value === true;
    },
  },
  choice: {
    read: (field, { value }) => [setOrRemove(pathOf(field), { true: true, false: false }[value] ?? value)],
    show: (field, value) => {
      for (const option of inputs(field))
        option.checked = option.value === String(value ?? field.dataset.first);
    },
  },
  colour: {
    read: (field, control) => {
      const text = findInput('input[type="text"]', field);
      if (control.type === "color") text.value = control.value;
      return [setOrRemove(pathOf(field), spelledColour(text.value))];
    },
    show: showColour,
  },
  texts: { read: readTexts, show: showTexts },
  languages: { read: () => [], show: () => {} }, // languages.js
  file: { read: () => [], show: () => {} }, // brand_uploads.js
};

/** @param {HTMLElement} field @param {any} value */
function showColour(field, value) {
  const [picker, text] = inputs(field);
  put(text, value === undefined ? "" : String(value));
  if (/^#[0-9a-f]{6}$/i.test(text.value) && document.activeElement !== picker)
    picker.value = text.value.toLowerCase();
  picker.classList.toggle("none", !text.value);
  const clear = field.querySelector("button");
  if (clear) clear.hidden = !text.value;
}

// ---- one field --------------------------------------------------------------------------------------------

/** The fields that somebody has been in: their faults are shown. @type {Set<string>} */
const touched = new Set();
let allTouched = false;

/** Show the faults of every field from now on, also of those that nobody has filled in yet. */
export function touchAll() {
  allTouched = true;
}

/** @param {HTMLElement} field */
export function touch(field) {
  touched.add(pathOf(field).join("."));
}

/** @param {HTMLElement} field @param {Path} at */
export const showsFaults = (field, at) =>
  allTouched || touched.has(pathOf(field).join(".")) || valueAt(getState()?.values, at) !== undefined;

/** Forget which fields were filled in: another site.toml is open. */
export function untouch() {
  touched.clear();
  allTouched = true;
}

/** Show the values of the workspace in all fields within `part`; nobody's typing is disturbed. @param {ParentNode} part */
export function showValues(part) {
  const { values } = getState() ?? {};
  for (const field of findAll("[data-kind]", part))
    KINDS[field.dataset.kind ?? ""].show(field, valueAt(values, pathOf(field)));
}

/** Return the edits of a field that has been typed into. @param {HTMLInputElement} control */
function editsOf(control) {
  const field = /** @type {HTMLElement | null} */ (control.closest("[data-kind]"));
  return field ? KINDS[field.dataset.kind ?? ""].read(field, control) : [];
}

let timer = 0;

/** Make the edit of what is being typed, now. */
export function flushTyping() {
  clearTimeout(timer);
  const { control } = typing;
  typing.control = null;
  if (control?.isConnected) edit(...editsOf(control));
}

/** @param {Event} event */
function onInput({ target }) {
  const control = /** @type {HTMLInputElement} */ (target);
  if (!control.closest("[data-kind]") || ["file", "color", "radio", "checkbox"].includes(control.type))
    return;
  if (typing.control !== control) flushTyping();
  typing.control = control;
  clearTimeout(timer);
  timer = setTimeout(flushTyping, PAUSE);
}

/** @param {Event} event */
function onChange({ target }) {
  const control = /** @type {HTMLInputElement} */ (target);
  const field = /** @type {HTMLElement | null} */ (control.closest("[data-kind]"));
  if (!field || control.type === "file") return;
  if (typing.control && typing.control !== control) flushTyping();
  clearTimeout(timer);
  typing.control = null;
  touch(field);
  const edits = editsOf(control);
  if (control.closest(".same")) showSame(field);
  if (field.dataset.kind === "colour")
    showColour(field, spelledColour(findInput('input[type="text"]', field).value) || undefined);
  edit(...edits);
}

/** Listen to every field within the form. @param {HTMLElement} form */
export function listen(form) {
  form.addEventListener("input", onInput);
  form.addEventListener("change", onChange);
  form.addEventListener("focusout", ({ target }) => {
    if (target === typing.control) flushTyping();
    const field = /** @type {HTMLElement} */ (target).closest("[data-kind]");
    if (field) touch(/** @type {HTMLElement} */ (field));
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  window.addEventListener("pagehide", flushTyping);
}

/** Return the entry of a list that stands at a path. @param {Path} at @returns {HTMLElement | null} */
export const entryAt = (at) =>
  findAll("#fields .entry").find(({ dataset }) => dataset.base === at.join(".")) ?? null;

/** Return the field for a path, or the one that holds it. @param {Path} at @returns {HTMLElement | null} */
export function fieldAt(at) {
  const fields = findAll("#fields [data-kind]");
  return (
    fields.find((field) => isSame(pathOf(field), at)) ??
    fields.find((field) => startsWith(at, pathOf(field))) ??
    null
  );
}

// The fields: each shows a value of site.toml, and turns what people type into edits. A field has a kind, which
// says how its value is read and shown; the template says which (_fields.html.j2).
import { find, findAll, findInput, make, newId, say } from "./page_parts.js";
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

/** Set an edit, or remove the value if there is nothing. @param {Path} at @param {unknown} value @returns {Edit} */
export const setOrRemove = (at, value) =>
  value === "" || value === undefined ? { op: "remove", at } : { op: "set", at, value };

/** @param {HTMLInputElement | HTMLTextAreaElement} control @param {string} text */
function put(control, text) {
  if (document.activeElement !== control && typing !== control && control.value !== text)
    control.value = text;
}

/** @param {HTMLElement} field */
const onlyInput = (field) => findInput("input, textarea", field);

/** @type {Record<string, Kind>} */
const KINDS = {
  text: {
    read: (field, control) => [setOrRemove(pathOf(field), control.value.trim())],
    show: (field, value) => put(onlyInput(field), value === undefined ? "" : String(value)),
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
    read: (field, control) => [{ op: "set", at: pathOf(field), value: control.value }],
    show: (field, value) => {
      for (const option of inputs(field)) option.checked = option.value === (value ?? field.dataset.first);
    },
  },
  colour: {
    read: (field, control) => {
      const text = findInput('input[type="text"]', field);
      if (control.type === "color") text.value = control.value;
      return [setOrRemove(pathOf(field), text.value.trim())];
    },
    show: showColour,
  },
  texts: { read: readTexts, show: showTexts },
  languages: { read: () => [], show: () => {} }, // languages.js
  file: { read: () => [], show: () => {} }, // brand_pictures.js
};

/** @param {HTMLElement} field @returns {HTMLInputElement[]} */
const inputs = (field) => /** @type {HTMLInputElement[]} */ (findAll("input", field));

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

// ---- texts in each language ----------------------------------------------------------------------------

/** Return the site's languages, the first one first. @returns {string[]} */
export function siteLanguages() {
  const named = getState()?.values.site?.languages;
  return Array.isArray(named) && named.length ? named.map(String) : ["de", "en"];
}

/** @param {HTMLElement} field @param {HTMLInputElement} control @returns {Edit[]} */
function readTexts(field, control) {
  const at = pathOf(field);
  const same = control.type === "checkbox" ? control.checked : isSameEverywhere(field);
  const typed = textsTyped(field);
  if (control.type === "checkbox") return [setOrRemove(at, same ? Object.values(typed)[0] : allInOne(typed))];
  const { language } = /** @type {HTMLElement} */ (control.closest(".row")).dataset;
  if (same) return [setOrRemove(at, control.value)];
  const now = valueAt(getState()?.values, at);
  const hasTable = typeof now === "object" && now !== null && Object.keys(typed).length > 0;
  if (hasTable) return [setOrRemove([...at, String(language)], control.value)];
  return [setOrRemove(at, allInOne(typed))];
}

/** @param {Record<string, string>} typed */
const allInOne = (typed) => (Object.keys(typed).length ? typed : undefined);

/** Return what is in the rows of the field, by language. @param {HTMLElement} field */
function textsTyped(field) {
  /** @type {Record<string, string>} */
  const texts = {};
  for (const row of findAll(".row", field)) {
    const { value } = /** @type {HTMLInputElement} */ (find("input, textarea", row));
    if (value.trim()) texts[row.dataset.language ?? ""] = value;
  }
  return texts;
}

/** @param {HTMLElement} field */
const isSameEverywhere = (field) => !find(".same", field).hidden && findInput(".same input", field).checked;

/** @param {HTMLElement} field @param {any} value */
function showTexts(field, value) {
  const languages = siteLanguages();
  const isOne = typeof value === "string";
  find(".same", field).hidden = languages.length < 2;
  if (value !== undefined) findInput(".same input", field).checked = isOne && languages.length > 1;
  const rows = isSameEverywhere(field) ? [languages[0]] : languages;
  makeRows(field, rows);
  for (const row of findAll(".row", field)) {
    const control = /** @type {HTMLInputElement} */ (find("input, textarea", row));
    const { language = "" } = row.dataset;
    const ofFirst = language === languages[0] && isOne;
    put(control, ofFirst ? value : String((typeof value === "object" && value?.[language]) || ""));
  }
}

/** Give the field a row for each of the languages; rows that stay keep focus and text. @param {HTMLElement} field @param {string[]} languages */
function makeRows(field, languages) {
  const rows = find(".rows", field);
  const same = isSameEverywhere(field);
  for (const row of findAll(".row", rows)) if (!languages.includes(row.dataset.language ?? "")) row.remove();
  for (const [place, language] of languages.entries()) {
    const row =
      findAll(".row", rows).find((one) => one.dataset.language === language) ?? newRow(field, language);
    if (rows.children[place] !== row) rows.insertBefore(row, rows.children[place] ?? null);
    const label = find("label", row);
    label.textContent = same ? say("every_language") : languageName(language);
    label.classList.toggle("unseen", languages.length === 1 && !same);
  }
}

/** @param {string} language */
export const languageName = (language) =>
  getState()?.languages.find(({ code }) => code === language)?.name ?? language;

/** @param {HTMLElement} field @param {string} language */
function newRow(field, language) {
  const row = make("div", "", "row");
  row.dataset.language = language;
  const lines = Number(field.dataset.lines);
  const control = /** @type {HTMLInputElement | HTMLTextAreaElement} */ (
    make(lines > 1 ? "textarea" : "input")
  );
  if (control instanceof HTMLTextAreaElement) control.rows = lines;
  else control.type = "text";
  control.id = newId();
  control.autocomplete = "off";
  control.lang = getState()?.languages.find(({ code }) => code === language)?.tag ?? language;
  const label = /** @type {HTMLLabelElement} */ (make("label"));
  label.htmlFor = control.id;
  const fault = make("p", "", "fault");
  fault.hidden = true;
  row.append(label, control, fault);
  describe(control, field.querySelector(":scope > .hint"), fault);
  return row;
}

// ---- one field --------------------------------------------------------------------------------------------

/** Let a screen reader read hint and fault with the control. @param {HTMLElement} control @param {(Element | null)[]} texts */
function describe(control, ...texts) {
  const ids = texts
    .filter((text) => text !== null)
    .map((text) => {
      text.id ||= newId();
      return text.id;
    });
  control.setAttribute("aria-describedby", ids.join(" "));
}

/** Connect labels, hints and faults within `part` to their controls. @param {ParentNode} part */
export function connect(part) {
  for (const field of findAll("[data-kind]", part)) {
    const hint = field.querySelector(":scope > .hint");
    const fault = field.querySelector(":scope > .fault");
    const group = newId();
    for (const control of inputs(field)) {
      control.id ||= newId();
      if (control.type === "radio") control.name = group;
      const label = labelOf(field, control);
      if (label) label.htmlFor = control.id;
      if (field.tagName !== "FIELDSET") describe(control, hint, fault);
    }
    if (field.tagName === "FIELDSET") describe(field, hint, fault);
  }
}

/** @param {HTMLElement} field @param {HTMLInputElement} control @returns {HTMLLabelElement | null} */
function labelOf(field, control) {
  if (control.type === "color") return null; // it has a name of its own
  const beside = control.parentElement?.querySelector("label");
  return beside ?? field.querySelector(":scope > label");
}

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

/** The control that was typed into last, until its edit is made. @type {HTMLInputElement | null} */
let typing = null;
let timer = 0;

/** Make the edit of what is being typed, now. */
export function flushTyping() {
  clearTimeout(timer);
  const control = typing;
  typing = null;
  if (control?.isConnected) edit(...editsOf(control));
}

/** @param {Event} event */
function onInput({ target }) {
  const control = /** @type {HTMLInputElement} */ (target);
  if (!control.closest("[data-kind]") || ["file", "color", "radio", "checkbox"].includes(control.type))
    return;
  if (typing !== control) flushTyping();
  typing = control;
  clearTimeout(timer);
  timer = setTimeout(flushTyping, PAUSE);
}

/** @param {Event} event */
function onChange({ target }) {
  const control = /** @type {HTMLInputElement} */ (target);
  const field = /** @type {HTMLElement | null} */ (control.closest("[data-kind]"));
  if (!field || control.type === "file") return;
  if (typing && typing !== control) flushTyping();
  clearTimeout(timer);
  typing = null;
  touch(field);
  const edits = editsOf(control);
  if (control.closest(".same")) showSame(field);
  if (field.dataset.kind === "colour")
    showColour(field, findInput('input[type="text"]', field).value || undefined);
  edit(...edits);
}

/** @param {HTMLElement} field */
function showSame(field) {
  makeRows(field, isSameEverywhere(field) ? siteLanguages().slice(0, 1) : siteLanguages());
}

/** Listen to every field within the form. @param {HTMLElement} form */
export function listen(form) {
  form.addEventListener("input", onInput);
  form.addEventListener("change", onChange);
  form.addEventListener("focusout", ({ target }) => {
    if (target === typing) flushTyping();
    const field = /** @type {HTMLElement} */ (target).closest("[data-kind]");
    if (field) touch(/** @type {HTMLElement} */ (field));
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  window.addEventListener("pagehide", flushTyping);
}

/** Return the field for a path, or the one that holds it. @param {Path} at @returns {HTMLElement | null} */
export function fieldAt(at) {
  const fields = findAll("#fields [data-kind]");
  return (
    fields.find((field) => isSame(pathOf(field), at)) ??
    fields.find((field) => startsWith(at, pathOf(field))) ??
    null
  );
}

// The parts of a field: labels, hints and faults that belong to its controls, and what may be put into them.
import { findAll, newId } from "./page_parts.js";

/**
 * @typedef {import("./paths.js").Path} Path
 * @typedef {import("./workspace.js").Edit} Edit
 */

/** Set a value, or remove it if there is nothing. @param {Path} at @param {unknown} value @returns {Edit} */
export const setOrRemove = (at, value) =>
  value === "" || value === undefined ? { op: "remove", at } : { op: "set", at, value };

/** The control that is typed into, until its edit is made. @type {{control: HTMLInputElement | null}} */
export const typing = { control: null };

/** Show `text` in `control`, unless somebody types there. @param {HTMLInputElement | HTMLTextAreaElement} control @param {string} text */
export function put(control, text) {
  if (document.activeElement !== control && typing.control !== control && control.value !== text)
    control.value = text;
}

const DIGITS = /^[0-9a-f]+$/i;

/** Return a colour as site.toml has it: people often write it without #, or with one digit for two. @param {string} typed */
export function spelledColour(typed) {
  const digits = typed.trim().replace(/^#/, "");
  if (!DIGITS.test(digits)) return typed.trim();
  if (digits.length === 3) return `#${[...digits].map((digit) => digit + digit).join("")}`;
  return digits.length === 6 ? `#${digits}` : typed.trim();
}

/** @param {HTMLElement} field @returns {HTMLInputElement[]} */
export const inputs = (field) => /** @type {HTMLInputElement[]} */ (findAll("input", field));

/** Let a screen reader read hint and fault with the control. @param {HTMLElement} control @param {(Element | null)[]} texts */
export function describe(control, ...texts) {
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

// The colours while they are chosen: how well they can be read, and the preview in them before anything is built.
import { findInput, findAll, find, make, say } from "./page_parts.js";
import { paint } from "./preview.js";
import { ask } from "./workspace.js";

const HEX = /^#[0-9a-f]{6}$/i;

/** The colours to try next; null if the desk has tried the last ones. @type {Record<string, string | null> | null} */
let wanted = null;
let isTrying = false;

/** @param {string} at */
const chosen = (at) => {
  const { value } = findInput(`[data-at="${at}"] input[type="text"]`, document);
  return value.trim() || null;
};

/** @param {Event} event */
function drag({ target }) {
  const control = /** @type {HTMLInputElement} */ (target);
  const field = control.closest("[data-live]");
  if (!field) return;
  const text = findInput('input[type="text"]', field);
  if (control.type === "color") text.value = control.value;
  else if (HEX.test(text.value)) findInput('input[type="color"]', field).value = text.value.toLowerCase();
  wanted = { primary: chosen("brand.primary"), accent: chosen("brand.accent") };
  if (!isTrying) tryColours();
}

async function tryColours() {
  isTrying = true;
  while (wanted) {
    const given = wanted;
    wanted = null;
    const told = await ask("colours", given).catch(() => null); // half a colour is being typed
    if (!told) continue;
    paint(told);
    showContrast(told.contrast);
  }
  isTrying = false;
}

/** Empty a colour. @param {Event} event */
function clear({ target }) {
  const button = /** @type {HTMLElement} */ (target).closest('[data-kind="colour"] [data-action="clear"]');
  const field = button?.closest("[data-kind]");
  if (!field) return;
  const text = findInput('input[type="text"]', field);
  text.value = "";
  text.dispatchEvent(new Event("change", { bubbles: true }));
  text.focus();
}

/** Say in words and numbers how well the colours can be read. @param {any[]} contrast */
export function showContrast(contrast) {
  const part = find("#contrast");
  part.hidden = !contrast?.length;
  find("ul", part).replaceChildren(...(contrast ?? []).map(line));
}

/** @param {any} row */
function line(row) {
  const item = make("li", "", row.enough === false ? "bad" : "good");
  item.append(make("b", row.text ?? say(row.enough === false ? "contrast_bad" : "contrast_good")));
  return item;
}

/** @param {HTMLElement} form */
export function listenToColours(form) {
  form.addEventListener("input", drag);
  form.addEventListener("click", clear);
  for (const picker of findAll('input[type="color"]')) picker.classList.add("none");
}

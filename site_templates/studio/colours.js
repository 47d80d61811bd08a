// The colours while they are chosen: how well they can be read, and the preview in them before anything is built.
import { spelledColour } from "./field_parts.js";
import { findInput, findAll, find, make, say, studioLanguage } from "./page_parts.js";
import { paint } from "./preview.js";
import { ask } from "./workspace.js";

const HEX = /^#[0-9a-f]{6}$/i;

/** The colours to try next; null if the desk has tried the last ones. @type {Record<string, string | null> | null} */
let wanted = null;
let isTrying = false;

/** @param {string} at */
const chosen = (at) => {
  const { value } = findInput(`[data-at="${at}"] input[type="text"]`, document);
  return spelledColour(value);
};

/** @param {Event} event */
function drag({ target }) {
  const control = /** @type {HTMLInputElement} */ (target);
  const field = control.closest("[data-live]");
  if (!field) return;
  const text = findInput('input[type="text"]', field);
  if (control.type === "color") text.value = control.value;
  else if (HEX.test(spelledColour(text.value)))
    findInput('input[type="color"]', field).value = spelledColour(text.value).toLowerCase();
  const [primary, accent] = [chosen("brand.primary"), chosen("brand.accent")];
  if (!HEX.test(primary) || (accent && !HEX.test(accent))) return; // half a colour is being typed
  wanted = { primary, accent: accent || null, language: studioLanguage };
  if (!isTrying) tryColours();
}

async function tryColours() {
  isTrying = true;
  while (wanted) {
    const given = wanted;
    wanted = null;
    const told = await ask("colours", given).catch(() => null);
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

/**
 * @typedef {object} Pair how well a colour can be told from another one (generator/studio/contrast.py)
 * @property {"light" | "dark"} scheme in dark, nearly every colour has to be lighter
 * @property {boolean} enough
 * @property {string | null} changed the brand's colour, if the site could not take it as it is
 * @property {string} text
 */

/** Say in words and numbers how well the colours can be read. @param {Pair[] | undefined} pairs */
export function showContrast(pairs) {
  if (!pairs?.length) return;
  const part = find("#contrast");
  const isReadable = pairs.every(({ enough }) => enough);
  const adapted = pairs.filter(({ scheme, changed, enough }) => scheme === "light" && changed && enough);
  part.hidden = false;
  part.dataset.ready = isReadable ? "yes" : "no";
  const good = adapted.length ? "contrast_adapted" : "contrast_good";
  find(".verdict", part).textContent = say(isReadable ? good : "contrast_bad");
  find(".shortfalls", part).replaceChildren(...pairs.filter(({ enough }) => !enough).map(line));
  find(".adapted", part).replaceChildren(...adapted.map(line));
  find("details ul", part).replaceChildren(...pairs.filter(({ enough }) => enough).map(line));
}

/** @param {Pair} pair */
const line = ({ text }) => make("li", text);

/** @param {HTMLElement} form */
export function listenToColours(form) {
  form.addEventListener("input", drag);
  form.addEventListener("click", clear);
  for (const picker of findAll('input[type="color"]')) picker.classList.add("none");
}

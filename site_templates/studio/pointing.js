// Whoever points at a text in the preview sees its key, and a click leads to where other words can be written. The
// page has its texts from Python and from the site's own scripts, so it is the words that tell which text it is.
import { stepOf } from "./faults.js";
import { siteLanguages } from "./localised_texts.js";
import { textRows } from "./own_texts.js";
import { find, findAll, make, root, say } from "./page_parts.js";
import { valueAt } from "./paths.js";
import { leadTo } from "./steps.js";
import { getState } from "./workspace.js";

/**
 * @typedef {object} Spot a text that people could have written
 * @property {string} key as site.toml has it, such as "page.start_title" or "contacts.1.label"
 * @property {import("./paths.js").Path | null} at where other words go; null if there are none
 * @property {string[]} about where the text is seen, and why it stays the same
 * @typedef {{exact: Map<string, Spot[]>, patterns: {literal: number, words: RegExp, spot: Spot}[]}} Spots by their words
 */

/** @param {string} text */
const plain = (text) =>
  text
    .replace(/\u00ad/g, "")
    .replace(/\s+/g, " ")
    .trim();

const SHORTEST = 2; // characters: a shorter text may be anything
const BLANK = /\{\w+\}/; // what the page fills in

/** Return what can stand in a page of the site in `language`. @param {string} language @returns {Spots} */
function spotsIn(language) {
  /** @type {Spots} */
  const spots = { exact: new Map(), patterns: [] };
  const { values } = getState() ?? {};
  for (const { key, texts, where, locked } of textRows().filter(({ key }) => isSeen(key))) {
    const at = ["texts", language, ...key.split(".")];
    const about = locked ? [where, locked.split(";")[0]] : [where]; // its first sentence is enough here
    addTo(spots, String(valueAt(values, at) ?? texts[language] ?? ""), {
      key,
      at: locked ? null : at,
      about,
    });
  }
  for (const [at, text] of ownValues(values)) addTo(spots, text, { key: keyOf(at), at, about: [] });
  return spots;
}

/** Tell whether the page that is shown may have a text: others have the same words. @param {string} key */
function isSeen(key) {
  const page = /** @type {HTMLSelectElement} */ (find("#preview-page")).value;
  return !key.startsWith("invitation.") && (page === "poster" || !key.startsWith("poster."));
}

/** Return how site.toml and its faults write a path. @param {import("./paths.js").Path} at */
const keyOf = (at) =>
  at
    .map((step) => (typeof step === "number" ? `[${step + 1}]` : `.${step}`))
    .join("")
    .slice(1);

/** @param {Spots} spots @param {string} text a list or a text of several lines has an entry in each @param {Spot} spot */
function addTo({ exact, patterns }, text, spot) {
  for (const line of new Set([text, ...text.split("\n")].map(plain))) {
    if (line.length < SHORTEST) continue;
    if (BLANK.test(line)) patterns.push(patternOf(line, spot));
    else exact.set(line, [...(exact.get(line) ?? []), spot]);
  }
}

/** @param {string} line @param {Spot} spot */
function patternOf(line, spot) {
  const literals = line.split(BLANK).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return { literal: literals.join("").length, words: new RegExp(`^${literals.join(".+")}$`), spot };
}

/** Yield each text of site.toml that is no word for the pages, with its path. @param {any} values @param {import("./paths.js").Path} [at] @returns {Generator<[import("./paths.js").Path, string]>} */
function* ownValues(values, at = []) {
  if (typeof values === "string") yield [at, values];
  if (typeof values !== "object" || values === null) return;
  for (const [name, value] of Object.entries(values))
    if (name !== "texts") yield* ownValues(value, [...at, Array.isArray(values) ? Number(name) : name]);
}

/** Return the texts that `shown` may be, those that may be replaced first. @param {Spots} spots @param {string} shown */
function matches({ exact, patterns }, shown) {
  const same = exact.get(shown);
  if (same) return [...same].sort((one, other) => Number(!one.at) - Number(!other.at));
  const fitting = patterns.filter(({ literal, words }) => literal < shown.length && words.test(shown));
  return fitting
    .sort((one, other) => other.literal - one.literal)
    .slice(0, 1)
    .map(({ spot }) => spot);
}

// ---- in a frame ---------------------------------------------------------------------------------------------

const MOST_LEVELS = 3; // from a word up to the whole text around it

/** @type {WeakMap<Element, Spot[]>} */
const known = new WeakMap();

/** Tell whoever points at a text of a page which one it is. @param {Document} page */
export function listenToPointing(page) {
  tell([]); // the page before is gone, and whoever pointed at it
  know(page);
  outline(page);
  page.addEventListener("mouseover", ({ target }) => tell(spotsAt(target)));
  page.addEventListener("mouseout", () => tell([]));
  page.addEventListener("focusin", ({ target }) => tell(spotsAt(target)));
  page.addEventListener("focusout", () => tell([]));
  page.addEventListener("click", (event) => event.defaultPrevented || choose(spotsAt(event.target)));
  page.addEventListener("keydown", (event) => event.key === "Enter" && choose(spotsAt(event.target)));
}

/** Make the texts of a page known. @param {Document} page */
function know(page) {
  const chosen = /** @type {HTMLSelectElement} */ (find("#preview-language")).value;
  const spots = spotsIn(chosen || siteLanguages()[0]);
  const walk = page.createTreeWalker(page.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) if (walk.currentNode.textContent?.trim()) knowAround(walk.currentNode, spots);
  letReach(page);
}

/** @param {Node} words @param {Spots} spots */
function knowAround(words, spots) {
  let element = words.parentElement;
  for (let level = 0; element && level < MOST_LEVELS; level++) {
    const found = matches(spots, plain(element.textContent ?? ""));
    if (found.length) return note(element, found);
    element = element.parentElement;
  }
  // Several texts may stand in one element, each in a line of its own.
  const around = words.parentElement;
  const found = matches(spots, plain(words.textContent ?? ""));
  if (around && found.length) note(around, [...new Set([...(known.get(around) ?? []), ...found])]);
}

/** @param {HTMLElement} element @param {Spot[]} found */
function note(element, found) {
  known.set(element, found);
  element.dataset.text = "";
}

/** @param {EventTarget | null} target @returns {Spot[]} */
function spotsAt(target) {
  const element = /** @type {Element | null} */ (target);
  const text = element?.closest?.("[data-text]") ?? element?.querySelector?.(":scope > [data-text]");
  return (text && known.get(text)) ?? [];
}

/** Show which texts these are. @param {Spot[]} spots */
function tell(spots) {
  const label = find("#pointed");
  label.hidden = !spots.length;
  if (!spots.length) return;
  const [{ at, about }] = spots;
  const keys = [...new Set(spots.map(({ key }) => key))].slice(0, MOST_KEYS);
  label.replaceChildren(...keys.map((key) => make("code", key)), ...about.map((each) => make("span", each)));
  if (at) label.append(make("span", say("replace_text"), "act"));
}

const MOST_KEYS = 3;

/** Lead to where other words can be written. @param {Spot[]} spots */
function choose(spots) {
  const at = spots[0]?.at;
  if (!at) return;
  tell([]);
  leadTo(at, stepOf(at));
}

/** In the step about texts, every text of the preview can be reached by the keyboard. @param {Document} page */
function letReach(page) {
  for (const text of findAll("[data-text]", page)) {
    if (root.dataset.step === "texts") text.tabIndex = 0;
    else if (!text.matches("a, button, input, textarea, summary")) text.removeAttribute("tabindex");
  }
}

/** The step, or the texts, are others now. */
export function knowAgain() {
  for (const frame of findAll("#preview iframe")) {
    const page = /** @type {HTMLIFrameElement} */ (frame).contentDocument;
    if (page?.querySelector("[data-text]")) know(page);
  }
}

/** @param {Document} page */
function outline(page) {
  const window = /** @type {(Window & typeof globalThis) | null} */ (page.defaultView);
  if (!window) return;
  const style = new window.CSSStyleSheet();
  style.replaceSync(
    "[data-text]:is(:hover, :focus-visible) { outline: 2px dashed var(--accent); outline-offset: 3px; }",
  );
  page.adoptedStyleSheets = [...page.adoptedStyleSheets, style];
}

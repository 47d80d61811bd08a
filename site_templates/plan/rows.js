// The measures on the page. Those that are ticked are the decisions, in the order in which they were ticked.
/** @import { Decision, Entries, Texts } from "./desk" */
import { field, made } from "../one_file/elements.js";
import { language, word } from "../one_file/words.js";

/** @typedef {HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement} Field */

const LINES = /** @type {const} */ (["owner", "who", "by", "check"]);
const TEXTS = /** @type {const} */ (["title", "what", "sign", "effect", "reason"]);

/** What was written into a measure's texts, in every language. @type {WeakMap<Element, Record<string, Texts>>} */
const written = new WeakMap();
/** @type {WeakMap<Element, number>} */
const turns = new WeakMap();
let turn = 0;

/** All measures on the page, ticked or not. */
const items = () => /** @type {HTMLElement[]} */ ([...document.querySelectorAll("#plan .measure")]);

/** The measures that are ticked, in the order in which they were. */
export const decisions = () =>
  items()
    .filter((item) => tick(item).checked)
    .sort((one, other) => (turns.get(one) ?? 0) - (turns.get(other) ?? 0));

/** @param {Element} item */
const tick = (item) => /** @type {HTMLInputElement} */ (item.querySelector("[data-entry=chosen]"));

/** The field of a measure for a part of its decision. @param {Element} item @param {string} name */
export const entry = (item, name) =>
  /** @type {Field | null} */ (item.querySelector(`[data-entry="${name}"], [data-text="${name}"]`));

/** @param {Element} item */
export const isDecided = (item) =>
  /** @type {HTMLInputElement} */ (item.querySelector("[value=decided]")).checked;

/** @param {Element} item */
export const constellation = (item) =>
  /** @type {HTMLElement | null} */ (item.closest("[data-constellation]"))?.dataset.constellation;

/** The title of a measure in the language of the page. @param {HTMLElement} item */
export function title(item) {
  const own = texts(item).title;
  const shown = own?.[language()] || entry(item, "title")?.value;
  const { measure } = item.dataset;
  return shown || (measure ? word(`${measure}.title`) : (Object.values(own ?? {})[0] ?? word("own")));
}

/** The text of a measure in the language of the page, else in the one in which it was written.
 * @param {HTMLElement} item @param {string} name */
export function text(item, name) {
  return entry(item, name)?.value || (Object.values(texts(item)[name] ?? {}).find(Boolean) ?? "");
}

/** @param {Element} item */
const texts = (item) => written.get(item) ?? {};

/** Note that a measure was ticked; an own one that is used makes room for another. @param {Element} item */
export function noteTick(item) {
  if (!tick(item).checked) return;
  turns.set(item, ++turn);
  const { measure } = /** @type {HTMLElement} */ (item).dataset;
  if (!measure && !item.nextElementSibling) item.after(copyOf(item));
}

/** Note what was typed into a text. @param {Field} typed */
export function noteText(typed) {
  const item = typed.closest(".measure");
  const name = typed.dataset.text;
  if (!item || !name) return;
  const all = texts(item);
  written.set(item, { ...all, [name]: { ...all[name], [language()]: typed.value } });
}

/** Show the texts of all measures in the language of the page. */
export function speakTexts() {
  for (const item of items()) for (const name of TEXTS) showText(item, name);
}

/** @param {Element} item @param {string} name */
function showText(item, name) {
  const shown = entry(item, name);
  if (!shown) return;
  const own = texts(item)[name] ?? {};
  const { fill } = shown.dataset;
  shown.value = own[language()] ?? (fill ? word(fill) : "");
  const others = Object.entries(own).filter(([code, said]) => said && code !== language());
  const paragraph = shown.closest("p");
  for (const hint of paragraph?.querySelectorAll(".other") ?? []) hint.remove();
  if (shown.value && !fill) return;
  for (const [code, said] of others) paragraph?.append(otherLanguage(code, said));
}

/** The name of a language; its code if a plan made it up: the browser throws then. @param {string} code */
function nameOf(code) {
  try {
    return new Intl.DisplayNames([language()], { type: "language" }).of(code) ?? code;
  } catch {
    return code;
  }
}

/** @param {string} code @param {string} said */
function otherLanguage(code, said) {
  const hint = made("span", word("in_other", { language: nameOf(code), text: said }));
  hint.className = "hint other";
  return hint;
}

/** What stands on the page, as plan.json has it. @returns {Entries} */
export const entries = () => ({ decisions: decisions().map(decision), contact: field("contact").value });

/** @param {HTMLElement} item @returns {Decision} */
function decision(item) {
  const { measure } = item.dataset;
  const lines = LINES.map((name) => [name, entry(item, name)?.value]).filter(([, value]) => value);
  const own = TEXTS.map((name) => [name, texts(item)[name]]).filter(([, value]) => value);
  return {
    status: isDecided(item) ? "decided" : "not_now",
    ...(measure ? { measure } : { kind: entry(item, "kind")?.value, constellation: constellation(item) }),
    ...Object.fromEntries([...lines, ...own]),
  };
}

/** Show `all` in place of everything that stands on the page. @param {Entries} all */
export function showEntries(all) {
  for (const item of items()) empty(item);
  field("contact").value = all.contact;
  for (const each of all.decisions) showDecision(each);
}

/** @param {HTMLElement} item */
function empty(item) {
  if (item.dataset.copy) return item.remove();
  tick(item).checked = false;
  written.delete(item);
  for (const name of LINES) /** @type {Field} */ (entry(item, name)).value = "";
  for (const name of TEXTS) showText(item, name);
  setStatus(item, "decided");
}

/** @param {Decision} each */
function showDecision(each) {
  const item = each.measure ? placeOf(each.measure) : ownPlace(each.constellation);
  tick(item).checked = true;
  noteTick(item);
  setStatus(item, each.status);
  if (each.kind && !each.measure) /** @type {Field} */ (entry(item, "kind")).value = each.kind;
  for (const name of LINES) /** @type {Field} */ (entry(item, name)).value = each[name] ?? "";
  written.set(item, Object.fromEntries(TEXTS.flatMap((name) => (each[name] ? [[name, each[name]]] : []))));
  for (const name of TEXTS) showText(item, name);
  for (let open = item.closest("details"); open; open = open.parentElement?.closest("details") ?? null)
    open.open = true;
}

/** A free place for a measure of the catalogue: one that is decided twice has two. @param {string} measure */
function placeOf(measure) {
  const places = items().filter((item) => item.dataset.measure === measure);
  const free = places.find((item) => !tick(item).checked);
  if (free) return free;
  const copy = copyOf(places[places.length - 1]);
  places[places.length - 1].after(copy);
  return copy;
}

/** @param {string | undefined} wanted */
function ownPlace(wanted) {
  const found = items().filter((item) => !item.dataset.measure && constellation(item) === wanted);
  return found[found.length - 1]; // the last one is free: noteTick sees to it
}

/** @param {Element} item @param {string} status */
function setStatus(item, status) {
  const button = item.querySelector(`[type=radio][value="${CSS.escape(status)}"]`);
  /** @type {HTMLInputElement} */ (button).checked = true;
}

/** An empty copy of a measure. @param {Element} item */
function copyOf(item) {
  const copy = /** @type {HTMLElement} */ (item.cloneNode(true));
  copy.dataset.copy = "yes";
  for (const radio of /** @type {NodeListOf<HTMLInputElement>} */ (copy.querySelectorAll("[type=radio]")))
    radio.name = `${radio.name.replace(/-copy.*/, "")}-copy${++turn}`;
  for (const mark of copy.querySelectorAll(".fault, .other")) mark.remove();
  tick(copy).checked = false;
  for (const name of LINES) /** @type {Field} */ (entry(copy, name)).value = "";
  for (const name of TEXTS) showText(copy, name);
  setStatus(copy, "decided");
  return copy;
}

// What is printed: the protocol, made anew from what stands on the page. Empty places are lines to write on.
import { fill, made } from "../one_file/elements.js";
import { language, word } from "../one_file/words.js";
import { decisions, entry, isDecided, text, title } from "./rows.js";

const SIGNATURES = ["sign_date", "sign_lead", "sign_council", "sign_minutes"];

/** Write the protocol. */
export function writeProtocol() {
  const ticked = decisions();
  const shown = sections().flatMap((section) => ticked.filter((item) => within(item, section)));
  const survey = `${document.getElementById("survey-title")?.textContent} · ${word("period")}`;
  fill("protocol", [
    marked("kicker", made("p", survey)),
    made("h1", word("protocol_title")),
    made("p", word("protocol_date", { day: day(new Date()) })),
    ...sections().flatMap((section) => written(section, shown)),
    ...contact(),
    signatures(),
  ]);
}

/** A day in words. @param {Date} date */
export const day = (date) => new Intl.DateTimeFormat(language(), { dateStyle: "long" }).format(date);

/** A day as a field has it, in words; what is no day stays as it is. @param {string} typed */
export function dayTyped(typed) {
  const [year, month, date] = typed.split("-").map(Number);
  return date ? day(new Date(year, month - 1, date)) : typed;
}

const sections = () => /** @type {HTMLElement[]} */ ([...document.querySelectorAll("#plan .finding")]);

/** @param {HTMLElement} item @param {HTMLElement} section */
const within = (item, section) => item.closest(".finding") === section;

/** @param {HTMLElement} section @param {HTMLElement[]} all as they are numbered */
function written(section, all) {
  const own = all.filter((item) => within(item, section));
  const title = section.querySelector("h2")?.textContent ?? "";
  const question = section.querySelector(".question")?.textContent;
  const found = section.querySelector(".kicker")?.textContent;
  if (!own.length && !found) return [];
  return [
    made("h2", found ? `${found}: ${title}` : title),
    ...(question && found ? [marked("question", made("p", question))] : []),
    ...(own.length ? own.map((item) => decided(item, all.indexOf(item) + 1)) : [made("p", word("nothing"))]),
  ];
}

/** @param {HTMLElement} item @param {number} number */
function decided(item, number) {
  const block = made("section", made("h3", `${number}. ${title(item)}`));
  const what = text(item, "what") || (item.querySelector(".what")?.textContent ?? "");
  if (what && isDecided(item)) block.append(made("p", what));
  const rows = isDecided(item)
    ? [
        row("owner", line(item, "owner")),
        row("by", dayTyped(line(item, "by"))),
        row("who", line(item, "who")),
        row("sign", text(item, "sign")),
        row("check", dayTyped(line(item, "check"))),
        ...(text(item, "effect") ? [row("effect", text(item, "effect"))] : []),
      ]
    : [row("reason", text(item, "reason"))];
  if (!isDecided(item)) block.append(marked("not-now", made("p", word("not_now"))));
  block.append(made("dl", ...rows.flat()));
  return block;
}

/** @param {HTMLElement} item @param {string} name */
const line = (item, name) => entry(item, name)?.value ?? "";

/** @param {string} name @param {string} value */
function row(name, value) {
  const shown = made("dd", value);
  if (!value) shown.className = "blank";
  return [made("dt", word(name)), shown];
}

function contact() {
  const typed = /** @type {HTMLInputElement} */ (document.getElementById("contact")).value;
  return [made("h2", word("contact_title")), marked(typed ? "" : "blank", made("p", typed))];
}

function signatures() {
  const lines = SIGNATURES.map((name) => made("p", word(name)));
  return marked("signatures", made("section", made("h2", word("signatures")), ...lines));
}

/** @param {string} name @param {HTMLElement} element */
function marked(name, element) {
  element.className = name;
  return element;
}

// Ready or not: how many things are left, where each of them is, and the same at every step.
import { entryName, nameOf } from "./field_names.js";
import { touchAll } from "./fields.js";
import { stepOf } from "./faults.js";
import { announce, find, findAll, make, say, showBanner } from "./page_parts.js";
import { leadTo, showStep } from "./steps.js";

/**
 * @typedef {import("./workspace.js").State} State
 * @typedef {import("./workspace.js").Ready} Thing something to do, or done
 */

let told = "";
let lastNotes = "";

/** Return what is left to do, faults included. @param {State} state @returns {import("./workspace.js").Ready[]} */
export const thingsLeft = ({ ready }) => ready.filter(({ done }) => !done);

/** @param {number} count */
function countText(count) {
  if (!count) return say("ready");
  return count === 1 ? say("todo_one") : say("todo", { count });
}

/** @param {State} state */
export function showReadiness(state) {
  const things = thingsLeft(state);
  const text = countText(things.length);
  for (const button of findAll('[data-action="show-ready"]')) {
    find(".text", button).textContent = text;
    button.dataset.ready = things.length ? "no" : "yes";
  }
  if (told && told !== text) announce(text);
  told = text;
  showList(state);
  showCounts(things);
}

/** @param {State} state */
function showList({ ready, notes }) {
  const faults = ready.filter(({ id }) => id === "fault");
  keepFocus(
    find("#ready"),
    ready.filter(({ id }) => id !== "fault").map((one) => entry(one, one.done)),
  );
  keepFocus(
    find("#ready-faults"),
    faults.map((one) => entry(one, false)),
  );
  find("#ready-faults").hidden = !faults.length;
  const said = notes.join(" ");
  if (said && said !== lastNotes) showBanner(said); // where people are, not only at the end of the last step
  lastNotes = said;
  find("#notes").hidden = !notes.length;
  find("#notes").replaceChildren(...notes.map((note) => make("li", note)));
}

/** Replace the entries of a list; the one with the focus keeps it. @param {HTMLElement} list @param {HTMLElement[]} entries */
function keepFocus(list, entries) {
  const place = [...list.children].findIndex((one) => one.contains(document.activeElement));
  list.replaceChildren(...entries);
  if (place >= 0) entries[Math.min(place, entries.length - 1)]?.querySelector("button")?.focus();
}

/** Say where a thing is, if its sentence does not: a fault is at a field, a task may be of one survey of several. @param {Thing} thing */
function placeOf({ id, at }) {
  if (!at) return "";
  const survey = at[0] === "surveys" ? entryName(at) : "";
  const place = id === "fault" ? nameOf(at) : survey;
  return /[?!.]$/.test(place) ? `${place} ` : place && `${place}: `;
}

/** @param {Thing} thing @param {boolean} done */
function entry(thing, done) {
  const { text, at } = thing;
  const item = make("li", "", done ? "done" : "open");
  const mark = make("span", "", "mark");
  mark.setAttribute("aria-hidden", "true");
  const state = make("span", `${say(done ? "done" : "open")}: `, "unseen");
  const words = make(at && !done ? "button" : "span", `${placeOf(thing)}${text}`);
  if (at && !done) {
    words.setAttribute("type", "button");
    words.addEventListener("click", () => leadTo(at, stepOf(at)));
  }
  item.append(mark, state, words);
  return item;
}

/** How many things are left in each step. @param {Thing[]} things */
function showCounts(things) {
  for (const link of findAll(".steps a")) {
    const count = things.filter(({ at }) => at && stepOf(at) === link.dataset.step).length;
    const shown = find(".count", link);
    shown.replaceChildren();
    if (!count) continue;
    const number = make("span", String(count));
    number.setAttribute("aria-hidden", "true");
    shown.append(number, make("span", ` – ${say("step_faults", { count })}`, "unseen"));
  }
}

/** Tell whether the site can be built; if not, say so and lead to the list. @param {State | null} state */
export function mayBuild(state) {
  const count = state?.faults.length ?? 0;
  if (!count) return true;
  showReady();
  showBanner(count === 1 ? say("not_whole_one") : say("not_whole", { count }));
  return false;
}

/** Lead to the list; from now on every field shows its fault. */
export function showReady() {
  touchAll();
  showStep("finish", false);
  find("#ready-title").focus({ preventScroll: true });
  find("#ready-title").scrollIntoView({ block: "center" });
}

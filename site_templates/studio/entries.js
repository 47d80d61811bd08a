// Lists in the form: contacts, and surveys. Entries are added, removed and moved by buttons.
import { connect } from "./field_parts.js";
import { flushTyping } from "./fields.js";
import { announce, find, findAll, fromTemplate, newId, say } from "./page_parts.js";

/**
 * Give `list` as many entries as there are bases, each with the path of its values.
 * @param {HTMLElement} list @param {string[]} bases such as ["contacts.0", "contacts.1"]
 * @param {(number: number) => string} title
 */
export function showEntries(list, bases, title) {
  while (list.children.length > bases.length) list.lastElementChild?.remove();
  while (list.children.length < bases.length) {
    const entry = fromTemplate(`${list.dataset.entries}-entry`);
    connect(entry);
    nameByHeading(entry);
    list.append(entry);
  }
  for (const [place, base] of bases.entries()) {
    const entry = /** @type {HTMLElement} */ (list.children[place]);
    entry.dataset.base = base;
    showTitle(entry, title(place + 1));
    show(entry, "up", place > 0);
    show(entry, "down", place < bases.length - 1);
  }
}

/** Two contacts have the same fields: a screen reader says whose they are. @param {HTMLElement} entry */
function nameByHeading(entry) {
  const heading = find("h3", entry);
  heading.id = newId();
  for (const part of [entry, find('[role="group"]', entry)]) part.setAttribute("aria-labelledby", heading.id);
}

/** @param {HTMLElement} entry @param {string} title */
function showTitle(entry, title) {
  find("h3", entry).textContent = title;
  for (const button of findAll(":scope > .entry-buttons button", entry)) {
    const words = button.dataset.words ?? button.textContent ?? "";
    button.dataset.words = words;
    button.setAttribute("aria-label", `${words}: ${title}`);
  }
}

/** An entry may hold a list of its own: its buttons are those right below it. @param {string} action */
const buttonFor = (action) => `:scope > .entry-buttons [data-action="${action}"]`;

/** @param {HTMLElement} entry @param {string} action @param {boolean} shown */
function show(entry, action, shown) {
  find(buttonFor(action), entry).hidden = !shown;
}

/**
 * @typedef {object} Moves what the buttons of a list do; `place` counts from 0
 * @property {() => void} add
 * @property {(place: number) => void} remove
 * @property {(place: number, to: number) => void} move
 */

/** @param {HTMLElement} list @param {HTMLElement} adder its button to add @param {Moves} moves */
export function listenToEntries(list, adder, moves) {
  adder.addEventListener("click", () => {
    flushTyping();
    moves.add();
    focusEntry(list, list.children.length - 1);
    announce(say("added", { name: titleAt(list, list.children.length - 1) }));
  });
  list.addEventListener("click", (event) => {
    const button = /** @type {HTMLElement} */ (event.target).closest("button");
    const entry = button?.closest("li.entry");
    if (!button || entry?.parentElement !== list) return;
    flushTyping();
    press(list, button.dataset.action ?? "", [...list.children].indexOf(entry), adder, moves);
  });
}

/** @param {HTMLElement} list @param {string} action @param {number} place @param {HTMLElement} adder @param {Moves} moves */
function press(list, action, place, adder, moves) {
  const name = titleAt(list, place);
  if (action === "remove") {
    moves.remove(place);
    if (list.children.length) focusEntry(list, Math.min(place, list.children.length - 1));
    else adder.focus();
    announce(say("removed", { name }));
  } else if (action === "up" || action === "down") {
    const to = place + (action === "up" ? -1 : 1);
    moves.move(place, to);
    focusButton(list.children[to], action);
    announce(say("moved", { name, number: to + 1 }));
  }
}

/** @param {HTMLElement} list @param {number} place */
const titleAt = (list, place) => list.children[place]?.querySelector("h3")?.textContent ?? "";

/** @param {HTMLElement} list @param {number} place */
function focusEntry(list, place) {
  /** @type {HTMLElement} */ (list.children[place])?.focus();
}

/** Focus a button of an entry, or the other one if it is at its end. @param {Element} entry @param {"up" | "down"} action */
function focusButton(entry, action) {
  const other = action === "up" ? "down" : "up";
  const button = find(buttonFor(action), entry);
  (button.hidden ? find(buttonFor(other), entry) : button).focus();
}

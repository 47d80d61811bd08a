// The people to turn to: those of all surveys, and those that a survey has for itself.
import { listenToEntries, showEntries } from "./entries.js";
import { showValues } from "./fields.js";
import { siteLanguages } from "./localised_texts.js";
import { find, say } from "./page_parts.js";
import { valueAt } from "./paths.js";
import { edit, getState } from "./workspace.js";

/** @typedef {import("./paths.js").Path} Path */

/** @param {any} label */
const nameOf = (label) => {
  const text =
    typeof label === "object" && label ? (label[siteLanguages()[0]] ?? Object.values(label)[0]) : label;
  return typeof text === "string" ? text : "";
};

/** The last one takes the list along: a survey with an empty list would have nobody, not those of all. @param {Path} at */
const hasOne = (at) => valueAt(getState()?.values, at)?.length === 1;

/** Show the contacts at `at`. @param {HTMLElement} list @param {Path} at */
export function showContactsAt(list, at) {
  const contacts = valueAt(getState()?.values, at);
  const shown = Array.isArray(contacts) ? contacts : [];
  const bases = shown.map((_, place) => [...at, place].join("."));
  showEntries(list, bases, (number) => nameOf(shown[number - 1]?.label) || say("contact", { number }));
}

/** @param {HTMLElement} list @param {HTMLElement} adder @param {() => Path} at where they stand now */
export function listenToContactsAt(list, adder, at) {
  /** Change the list, and show it at once. @param {import("./workspace.js").Edit} change */
  const editList = (change) => {
    edit(change);
    showContactsAt(list, at());
    showValues(list);
  };
  listenToEntries(list, adder, {
    add: () => editList({ op: "append", at: at(), value: {} }),
    remove: (place) => editList({ op: "remove", at: hasOne(at()) ? at() : [...at(), place] }),
    move: (place, to) => editList({ op: "move", at: [...at(), place], to }),
  });
}

const common = () => find('#contacts [data-entries="contacts"]');

export const showContacts = () => showContactsAt(common(), ["contacts"]);

export const listenToContacts = () =>
  listenToContactsAt(common(), find('#contacts [data-action="add-contact"]'), () => ["contacts"]);

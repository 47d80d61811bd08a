// The people to turn to.
import { listenToEntries, showEntries } from "./entries.js";
import { showValues } from "./fields.js";
import { siteLanguages } from "./localised_texts.js";
import { find, say } from "./page_parts.js";
import { edit, getState } from "./workspace.js";

const list = () => find('[data-entries="contacts"]');

/** @param {any} label */
const nameOf = (label) => {
  const text =
    typeof label === "object" && label ? (label[siteLanguages()[0]] ?? Object.values(label)[0]) : label;
  return typeof text === "string" ? text : "";
};

export function showContacts() {
  const { contacts } = getState()?.values ?? {};
  const shown = Array.isArray(contacts) ? contacts : [];
  const bases = shown.map((_, place) => `contacts.${place}`);
  showEntries(list(), bases, (number) => nameOf(shown[number - 1]?.label) || say("contact", { number }));
}

/** Change the list, and show it at once. @param {import("./workspace.js").Edit} change */
function editList(change) {
  edit(change);
  showContacts();
  showValues(list());
}

export function listenToContacts() {
  listenToEntries(list(), find('[data-action="add-contact"]'), {
    add: () => editList({ op: "append", at: ["contacts"], value: {} }),
    remove: (place) => editList({ op: "remove", at: ["contacts", place] }),
    move: (place, to) => editList({ op: "move", at: ["contacts", place], to }),
  });
}

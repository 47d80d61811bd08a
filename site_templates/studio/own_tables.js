// What a survey of several sets for itself: its folder, its way to collect, its contacts. What it does not set is that of all.
import { listenToContactsAt, showContactsAt } from "./contacts.js";
import { find, findAll, say } from "./page_parts.js";
import { pathOf, toPath, valueAt } from "./paths.js";
import { getState } from "./workspace.js";

/** @typedef {import("./paths.js").Path} Path */

// Tables that a survey may have for itself and that have no fields here.
const WITHOUT_FIELDS = ["brand", "texts"];

/** @param {any} survey @returns {string} the way in which it collects */
export const modeOf = (survey) => survey?.collection?.mode ?? getState()?.values.collection?.mode ?? "off";

/** @param {string} mode */
const isSending = (mode) => mode === "open" || mode === "slips";

/** @param {HTMLElement} entry @returns {Path} */
const contactsOf = (entry) => [...toPath(entry.dataset.base ?? ""), "contacts"];

/** Show what a survey sets for itself. @param {HTMLElement} entry @param {any} survey */
export function showOwnTables(entry, survey) {
  const own = find(".own", entry);
  const list = find('[data-entries="contacts"]', own);
  const adder = find('[data-action="add-contact"]', own);
  adder.setAttribute("aria-label", `${adder.textContent}: ${find("h3", entry).textContent}`);
  if (!entry.dataset.listens) {
    entry.dataset.listens = "yes";
    listenToContactsAt(list, adder, () => contactsOf(entry));
    /** @type {HTMLDetailsElement} */ (own).open = Boolean(
      survey?.collection ?? survey?.contacts ?? survey?.folder,
    );
  }
  showContactsAt(list, contactsOf(entry));
  find("[data-sending]", own).hidden = !isSending(modeOf(survey)) && !survey?.collection?.url;
  const others = WITHOUT_FIELDS.filter((name) => survey?.[name] !== undefined);
  const note = find(".own-tables", own);
  note.hidden = !others.length;
  note.textContent = say("own_tables", { tables: others.join(", ") });
  showEvaluation(find("[data-collecting]", entry), survey);
}

/** Show how a survey is evaluated, if it collects, or if something is said of it. @param {HTMLElement} part @param {any} survey */
function showEvaluation(part, survey) {
  const { values } = getState() ?? {};
  const isFilled = findAll("[data-kind]", part).some((field) => valueAt(values, pathOf(field)) !== undefined);
  part.hidden = modeOf(survey) === "off" && !isFilled;
}

/** Show the collector's address and the seal if any of the surveys sends, or if one is set. @param {any[]} surveys */
export function showCollector(surveys) {
  const { url, seal } = getState()?.values.collection ?? {};
  find("#collector").hidden = !surveys.some((survey) => isSending(modeOf(survey))) && !url && !seal;
}

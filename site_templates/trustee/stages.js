// One task at a time: a section is shown, and the keyboard and a screen reader go to its heading.
import { element, show, write } from "../one_file/elements.js";
import { table } from "../one_file/words.js";
import { Refusal } from "./refusal.js";

/** @typedef {"start" | "make" | "restore" | "busy" | "key" | "open" | "result" | "stopped"} Stage */

/** @type {Stage[]} */
const STAGES = ["start", "make", "restore", "busy", "key", "open", "result"];

/** The refusals that are shown, by the id of their place. @type {Map<string, Refusal>} */
const refusals = new Map();

/** @param {Stage} stage */
export function goTo(stage) {
  const began = document.documentElement.dataset.stage !== "loading";
  document.documentElement.dataset.stage = stage;
  for (const each of STAGES) show(each, each === stage);
  if (!began || stage === "stopped") return;
  scrollTo(0, 0);
  element(`${stage}-title`).focus();
}

/** @returns {Stage} */
export const stage = () => /** @type {Stage} */ (document.documentElement.dataset.stage);

/** Do `work`; if it is refused, say so at the place `where`. Tell whether it was done.
 * @param {string} where @param {() => unknown} work */
export async function attempt(where, work) {
  clearRefusal(where);
  try {
    await work();
    return true;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    refusals.set(where, error);
    sayRefusals();
    return false;
  }
}

/** @param {string} where */
export function clearRefusal(where) {
  refusals.delete(where);
  show(where, false);
  write(where, "");
}

/** Say every refusal that is shown, in the language of the page. */
export function sayRefusals() {
  for (const [where, { kind, values }] of refusals) {
    const sentence = table("refused")[kind].replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
    show(where, true);
    write(where, sentence);
  }
}

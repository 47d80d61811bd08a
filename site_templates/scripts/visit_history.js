// The browser's history: an entry for each opening and each question, so that "back" leads to the one before.
// An entry carries a position in the survey and nothing of the answers.

/** @typedef {{visit: number, depth: number, view: import("./page_state.js").View, step: number}} Entry */

/** Tells the entries of this visit from those of an earlier load, which are void. */
const visit = crypto.getRandomValues(new Uint32Array(1))[0];

/** @returns {Entry} the visit's position; the start page if this entry belongs to no visit or an earlier one */
export function currentEntry() {
  return history.state?.visit === visit ? history.state : { visit, depth: 0, view: "start", step: 0 };
}

/** @param {Entry["view"]} view @param {number} step */
export function addEntry(view, step) {
  history.pushState({ visit, depth: currentEntry().depth + 1, view, step }, "");
}

/** Go back to the entry in front of the survey, so that "back" never meets a question that was wiped. */
export function leaveEntries() {
  leaving ??= new Promise((resolve) => {
    const { depth } = currentEntry();
    if (!depth) return resolve(null);
    arrived = resolve;
    history.go(-depth);
  }).then(() => (leaving = null));
  return leaving;
}
/** @type {Promise<null> | null} */
let leaving = null;
/** @type {((value: null) => void) | null} */
let arrived = null;

/**
 * Call `follow` whenever the person, and not this module, has gone to another entry.
 * @param {(entry: Entry) => void} follow
 */
export function whenMoved(follow) {
  window.addEventListener("popstate", () => {
    if (!arrived) return follow(currentEntry());
    arrived(null);
    arrived = null;
  });
}

/** After a reload the page shows the start again; let "back" leave it at once. */
export function dropEntriesOfEarlierLoad() {
  if (history.state?.depth) history.go(-history.state.depth);
}

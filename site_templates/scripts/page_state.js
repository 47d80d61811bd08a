// The state of the page: `data-…` attributes of <html>, which the styles and the tests read. This module
// alone sets them. Only first_paint.js also does: it stands in the page itself and cannot import, so a test
// compares its names and values with the ones below.

/**
 * Every attribute, with its values. An attribute that does not apply is absent.
 * @typedef {object} PageState
 * @property {"loading" | "ready" | "failed"} python whether Python can classify
 * @property {"wasm" | "file" | "slow"} reason why it cannot: WebAssembly is switched off, a file is missing
 * or damaged, or it takes long
 * @property {string} error the browser's message about it, for people who look for the cause
 * @property {"on"} script scripts run, so the survey asks one question at a time
 * @property {"due" | "done"} firstPaint whether the page has been drawn
 * @property {"awaited" | "loaded"} fonts the system's font stands in for the page's own: until they are here,
 * or until nobody is reading
 * @property {"yes"} refused a stranger frames the page, or a service worker controls it: nothing starts
 * @property {"yes"} begun "Start" was pressed before site.js arrived; `view` says how far the person came
 * @property {"yes"} ready site.js runs
 * @property {"start" | "chapter" | "survey" | "result" | "closing"} view the part of the page that is shown;
 * "chapter" is the opening of a chapter
 * @property {"ballot" | "conversation"} print what is being printed, if it is not the page
 * @property {string} idle minutes without activity until the page asks whether somebody is there; from the
 * configuration
 * @property {string} kiosk the address of the first language's page, on a shared workstation; from the
 * configuration
 * @property {string} framedBy the origins whose pages may frame this one, with spaces between; from the
 * configuration
 * @property {string} frame what a frame of the studio shows, as JSON (generator/studio/states.py)
 * @property {"yes"} shown the frame shows it
 */

/** @typedef {PageState["view"]} View */

export const root = document.documentElement;

/** @template {keyof PageState} Name @param {Name} name @returns {PageState[Name] | undefined} */
export function getState(name) {
  return /** @type {PageState[Name] | undefined} */ (root.dataset[name]);
}

/** @template {keyof PageState} Name @param {Name} name @param {PageState[Name]} value */
export function setState(name, value) {
  root.dataset[name] = value;
}

/** @param {keyof PageState} name */
export function clearState(name) {
  delete root.dataset[name];
}

/** Python is on its way, or it is ready. @param {"loading" | "ready"} python */
export function pythonWorks(python) {
  setState("python", python);
  clearState("reason");
}

/** Python is not available, for now. @param {PageState["reason"]} reason @param {string} [error] */
export function pythonFailed(reason, error) {
  setState("python", "failed");
  setState("reason", reason);
  if (error) setState("error", error);
}

// What stands in the workspace, as the desk last said it, and the edits on their way to the desk. Edits made
// before the desk answers wait; one request runs at a time, so that no answer overtakes another.
import { apply } from "./applying.js";
import { DeskFault, DeskLost } from "./desk_client.js";
import { studioLanguage } from "./page_parts.js";
import { isSame, valueAt } from "./paths.js";

/**
 * @typedef {import("./desk_client.js").Desk} Desk
 * @typedef {import("./paths.js").Path} Path
 * @typedef {{op: "set" | "remove" | "append" | "move", at: Path, value?: unknown, to?: number}} Edit
 * @typedef {{key: string, at: Path, given: boolean, line: number | null, text: string}} Fault
 * @typedef {{id: string, done: boolean, text: string, at: Path | null}} Ready
 * @typedef {object} State what the desk says of the workspace (generator/studio/desk.py)
 * @property {any} values
 * @property {string} toml
 * @property {{line: number, text: string} | null} unreadable where the reading of site.toml ends, if it is no TOML
 * @property {Fault[]} faults
 * @property {Ready[]} ready
 * @property {{folder: string, title: string}[]} surveys
 * @property {{code: string, name: string, tag: string}[]} languages
 * @property {{group: string, id: string, title: string}[]} pages
 * @property {any[]} contrast
 * @property {string[]} files
 * @property {{single_file: boolean, count_page: boolean}} offer what the site can be saved as
 * @property {string[]} notes
 * @property {string} [version] changes whenever the files do, whoever changes them
 */

/** @type {Desk | null} */
let desk = null;
/** @type {State | null} */
let state = null;
/** @type {Edit[]} */
let waiting = [];
/** The edits that the desk works on. @type {Edit[]} */
let underway = [];
let unsaved = false;
/** @type {(value?: unknown) => void} */
let startTurns = () => {};
/** Settles when the desk is there, and idle. @type {Promise<unknown>} */
let turn = new Promise((resolve) => {
  startTurns = resolve;
});

/** @type {Set<(state: State) => void>} */
const watchers = new Set();
/** @type {Set<() => void>} */
const editWatchers = new Set();
/** @type {(error: unknown) => void} */
let onTrouble = () => {};

/** Call `watcher` with each new state. @param {(state: State) => void} watcher */
export const whenChanged = (watcher) => void watchers.add(watcher);

/** Call `watcher` after each edit, before the desk knows of it. @param {() => void} watcher */
export const whenEdited = (watcher) => void editWatchers.add(watcher);

/** Call `watcher` with every error of the desk. @param {(error: unknown) => void} watcher */
export function whenInTrouble(watcher) {
  onTrouble = watcher;
}

export const getState = () => state;
export const isUnsaved = () => unsaved || waiting.length > 0;
export const markSaved = () => {
  unsaved = false;
};

/** Return the edits that the desk has not answered yet. */
export const pendingEdits = () => [...underway, ...waiting];

/** The values as the desk said them last, without the edits on their way. @type {any} */
let told = {};

/** Show what the desk says, and the edits that it has not seen yet. @param {State} shown */
export function accept(shown) {
  state = shown;
  told = structuredClone(shown.values);
  for (const each of pendingEdits()) apply(shown.values, each);
  for (const watcher of watchers) watcher(shown);
}

/** Nobody answers any more: whoever asks from now on waits for another desk. */
export function awaitDesk() {
  if (!desk) return;
  desk = null;
  turn = new Promise((resolve) => {
    startTurns = resolve;
  });
}

/** From now on `opened` answers. @param {Desk} opened */
export function useDesk(opened) {
  desk = opened;
  startTurns();
}

/**
 * From now on `opened` answers, with the workspace in `contents` and then the edits that no desk has seen. Whoever
 * waits for a desk is answered after both. Returns whether the desk took the workspace.
 * @param {Desk} opened @param {string} contents a zip in base64
 */
export async function useDeskWith(opened, contents) {
  unsaved = true;
  desk = opened;
  const done = openAndEdit(opened, contents);
  startTurns(done.catch(() => {}));
  try {
    await done;
    return true;
  } catch (error) {
    reportOwn(error);
    onTrouble(error);
    return false;
  }
}

/** @param {Desk} opened @param {string} contents */
async function openAndEdit(opened, contents) {
  accept(await opened.ask("open", { name: "site.zip", contents, language: studioLanguage }));
  await flush(opened);
}

/** Change the workspace. @param {Edit[]} edits */
export function edit(...edits) {
  for (const each of edits) {
    const last = waiting.at(-1);
    const replaces = last && each.op !== "append" && each.op !== "move" && last.op !== "append";
    if (replaces && last.op !== "move" && isSame(last.at, each.at)) waiting.pop();
    waiting.push(each);
    if (state) apply(state.values, each);
  }
  if (!edits.length) return;
  unsaved = true;
  for (const watcher of editWatchers) watcher();
  send();
}

/** Send what waits, if the desk is there. */
export function send() {
  if (desk && waiting.length) run(async () => {}).catch(reportOwn);
}

/** The desk's errors are shown to people already; one of the page's own goes to the browser's console. @param {unknown} error */
function reportOwn(error) {
  if (!(error instanceof DeskFault || error instanceof DeskLost)) reportError(error);
}

/**
 * Ask the desk for something that changes the workspace, and show the state that it answers with. Edits made
 * before come first. Returns whether the desk did it.
 * @param {string} name @param {Record<string, unknown>} given
 */
export function change(name, given) {
  unsaved = true;
  return show(name, given);
}

/** Show the state that the desk answers with; say what it refuses. @param {string} name @param {Record<string, unknown>} given */
async function show(name, given) {
  try {
    await run(async (opened) => accept(await opened.ask(name, { ...given, language: studioLanguage })));
    return true;
  } catch (error) {
    reportOwn(error);
    if (!(error instanceof DeskLost)) onTrouble(error);
    return false;
  }
}

/** Show the files anew: somebody else has changed them. */
export const refresh = () => show("state", {});

/**
 * Ask the desk for something, after the edits made before. Waits until there is a desk; rejects as the desk does.
 * @param {string} name @param {Record<string, unknown>} [given]
 * @returns {Promise<any>}
 */
export const ask = (name, given = {}) =>
  run((opened) => opened.ask(name, { language: studioLanguage, ...given }));

/** Wait until the desk has answered every edit, if it is there; a refusal is shown already. */
export const settled = async () => {
  if (desk && pendingEdits().length) await run(async () => {}).catch(() => {});
};

/** @template Told @param {(desk: Desk) => Promise<Told>} work @returns {Promise<Told>} */
function run(work) {
  const done = turn.then(async () => {
    const opened = /** @type {Desk} */ (desk); // the first turn begins with it
    await flush(opened);
    return work(opened);
  });
  turn = done.catch(() => {});
  return done.catch((error) => {
    if (error instanceof DeskLost) onTrouble(error);
    throw error;
  });
}

/** @param {Desk} opened */
async function flush(opened) {
  while (waiting.length) {
    underway = waiting;
    waiting = [];
    try {
      const given = { edits: underway, language: studioLanguage, version: state?.version ?? null };
      const shown = await opened.ask("change", given);
      underway = [];
      accept(shown);
    } catch (error) {
      const edits = underway;
      underway = [];
      // What the desk never saw, it gets once it is back; what it refuses, it would refuse again.
      if (!(error instanceof DeskFault)) {
        waiting = [...edits, ...waiting];
        throw error;
      }
      if (!mayRepeat(edits, error.state)) onTrouble(error);
    }
  }
}

/**
 * Somebody else has changed the files: show how they stand, and make the edits again, unless the same values
 * were changed. Returns whether they are made again.
 * @param {Edit[]} edits @param {State | undefined} now
 */
function mayRepeat(edits, now) {
  if (!now) return false;
  const isFree = edits.every(
    ({ at }) => JSON.stringify(valueAt(told, at)) === JSON.stringify(valueAt(now.values, at)),
  );
  if (isFree) waiting = [...edits, ...waiting];
  accept(now);
  return isFree;
}

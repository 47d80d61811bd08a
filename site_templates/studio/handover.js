// The studio's other language is another page. What was typed goes along in the name of the window: it is in
// memory, lasts for this window only, and a page of another site never sees it.
import { flushTyping } from "./fields.js";
import { find, root } from "./page_parts.js";
import { ask, isUnsaved, pendingEdits } from "./workspace.js";

const MARK = "lastbild-studio ";

/**
 * @typedef {object} Handover
 * @property {string | null} workspace a zip in base64; null if the page holds none
 * @property {import("./workspace.js").Edit[]} edits those that the workspace does not have yet
 * @property {boolean} unsaved
 */

let isLeaving = false;

/** Tell whether everything goes along to the page that comes. */
export const isHandedOver = () => isLeaving;

/** Return what the page before has handed over, once. @returns {Handover | null} */
export function takeHandover() {
  const { name } = window;
  if (!name.startsWith(MARK)) return null;
  window.name = "";
  return JSON.parse(name.slice(MARK.length));
}

/** Follow a link to the other language with everything. @param {() => string | null} lastWorkspace the last one known, if Python does not answer */
export function listenToLanguageLink(lastWorkspace) {
  const link = /** @type {HTMLAnchorElement} */ (find(".masthead .files a"));
  link.addEventListener("click", async (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return; // another window, which begins anew
    event.preventDefault();
    flushTyping();
    /** @type {Handover} */
    const handover = {
      workspace: await workspaceNow(lastWorkspace),
      edits: pendingEdits(),
      unsaved: isUnsaved(),
    };
    window.name = MARK + JSON.stringify(handover);
    isLeaving = true;
    location.assign(link.href + location.hash);
  });
}

/** @param {() => string | null} lastWorkspace @returns {Promise<string | null>} */
async function workspaceNow(lastWorkspace) {
  const isServer = root.dataset.desk === "server";
  if (root.dataset.python === "ready") {
    const told = await ask(isServer ? "toml" : "workspace_zip").catch(() => null); // after the edits underway
    if (told && !isServer) return told.contents;
  }
  return isServer ? null : lastWorkspace();
}

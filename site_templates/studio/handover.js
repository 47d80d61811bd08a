// The studio's other language is another page. What was typed goes along in the name of the window, which is in
// memory only. A page of another site can open a window with any name: so this one begins with a random token, and
// counts only if the browser holds the same one for this window and this site. Of what was typed it holds nothing.
import { flushTyping } from "./fields.js";
import { find, root } from "./page_parts.js";
import { ask, isUnsaved, pendingEdits } from "./workspace.js";

const TOKEN = "lastbild-studio-handover";
const LENGTH = 32; // characters of a token

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
  if (!isOurs(name.slice(0, LENGTH))) return null;
  window.name = "";
  return JSON.parse(name.slice(LENGTH));
}

/** Tell, once, whether this window's page before has left with this token. @param {string} token */
function isOurs(token) {
  try {
    const expected = sessionStorage.getItem(TOKEN);
    sessionStorage.removeItem(TOKEN);
    return token.length === LENGTH && token === expected;
  } catch {
    return false; // a browser that stores nothing
  }
}

/** Return a token that the next page of this window will know; none if the browser stores nothing. */
function newToken() {
  const bytes = crypto.getRandomValues(new Uint8Array(LENGTH / 2));
  const token = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  try {
    sessionStorage.setItem(TOKEN, token);
    return token;
  } catch {
    return null;
  }
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
    const token = newToken();
    if (token) {
      window.name = token + JSON.stringify(handover);
      isLeaving = true;
    } // else the browser asks before it leaves
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

// A site.toml that somebody else has broken so that it cannot be read: it stands here as a text, at the line where
// the reading ends. Only beside `lastbild serve`; in a browser alone, nothing but the form writes the file.
import { find, root } from "./page_parts.js";
import { change, getState } from "./workspace.js";

const LINES_ABOVE = 3; // the one at fault, to be seen beside it

/** What the text was when somebody began to mend it. */
let shown = "";

/** @param {import("./workspace.js").State} state */
export function showUnreadable({ unreadable, toml }) {
  if (root.dataset.desk !== "server") return;
  const panel = find("#unreadable");
  const wasReadable = panel.hidden;
  if (!unreadable && panel.contains(document.activeElement)) find("#form").focus();
  panel.hidden = !unreadable;
  if (!unreadable) return;
  find("#unreadable .fault").textContent = unreadable.text;
  const area = /** @type {HTMLTextAreaElement} */ (find("#whole-file"));
  if (!wasReadable && (toml === shown || area.value !== shown)) return; // nobody's typing is disturbed
  area.value = shown = toml;
  leadToLine(area, unreadable.line);
}

/** @param {HTMLTextAreaElement} area @param {number} line from 1 */
function leadToLine(area, line) {
  const lines = area.value.split("\n");
  const start = lines.slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0);
  area.focus({ preventScroll: true });
  find("#unreadable").scrollIntoView({ block: "start" });
  area.setSelectionRange(start, start + (lines[line - 1]?.length ?? 0));
  area.scrollTop = (area.scrollHeight / lines.length) * Math.max(line - 1 - LINES_ABOVE, 0);
}

export async function saveWholeFile() {
  const { value } = /** @type {HTMLTextAreaElement} */ (find("#whole-file"));
  shown = value; // if it is still no TOML, the desk's text is this one
  await change("write", { text: value, version: getState()?.version ?? null });
  const state = getState();
  if (state?.unreadable)
    leadToLine(/** @type {HTMLTextAreaElement} */ (find("#whole-file")), state.unreadable.line);
}

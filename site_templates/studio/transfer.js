// Files in and out: open a site.toml or a zip, save site.toml, the finished site, the site in one file, the count.
import { contentsOf, fromBase64, save, toBase64 } from "./bytes.js";
import { flushTyping, untouch } from "./fields.js";
import { announce, find, findAll, say, showBanner } from "./page_parts.js";
import { ask, change, isUnsaved, markSaved } from "./workspace.js";

const MEGABYTE = 1_000_000;
const LARGEST = 40 * MEGABYTE; // of a file to open: several times the largest site

/** Ask whether what is there may be replaced. @returns {Promise<boolean>} */
function mayReplace() {
  if (!isUnsaved()) return Promise.resolve(true);
  const dialog = /** @type {HTMLDialogElement} */ (find("#replace"));
  dialog.returnValue = "no";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
  });
}

/** Open a file in place of what is there. @param {File} file */
export async function open(file) {
  if (!/\.(toml|zip)$/i.test(file.name)) return showBanner(say("not_openable", { name: file.name }));
  if (file.size > LARGEST) {
    const sizes = { size: Math.round(file.size / MEGABYTE), most: LARGEST / MEGABYTE };
    return showBanner(say("too_large", { name: file.name, ...sizes }));
  }
  flushTyping();
  if (!(await mayReplace())) return;
  const contents = toBase64(await contentsOf(file));
  if (!(await change("open", { name: file.name, contents }))) return;
  untouch();
  markSaved();
  announce(say("opened", { name: file.name }));
}

async function saveToml() {
  flushTyping();
  const text = await ask("toml").catch(showRefusal);
  if (typeof text !== "string") return;
  save("site.toml", text, "application/toml");
  markSaved();
  announce(say("saved_toml"));
}

/**
 * Have the desk make a file, and let the browser save it.
 * @param {string} action of the buttons that wait for it @param {string} method of the desk
 * @returns {Promise<boolean>} whether there is one
 */
async function saveMade(action, method) {
  flushTyping();
  const buttons = findAll(`[data-action="${action}"]`);
  announce(say("saving"));
  for (const button of buttons) button.setAttribute("aria-busy", "true");
  const made = await ask(method).catch(showRefusal);
  for (const button of buttons) button.removeAttribute("aria-busy");
  if (!made) return false;
  const type = made.name.endsWith(".zip") ? "application/zip" : "text/html";
  save(made.name, fromBase64(made.contents), type);
  return true;
}

async function saveZip() {
  if (!(await saveMade("save-zip", "site_zip"))) return;
  markSaved();
  announce(say("saved_zip"));
}

// Neither of these holds site.toml: whoever has only them cannot go on with the work.
async function saveSingle() {
  if (await saveMade("save-single", "single_file")) announce(say("saved_single"));
}

async function saveCount() {
  if (await saveMade("save-count", "count_page")) announce(say("saved_count"));
}

/** Offer the files that the site can be saved as. @param {import("./workspace.js").State} state */
export function showOffer({ offer }) {
  find("#single-file").hidden = !offer.single_file;
  find("#single-refused").hidden = offer.single_file;
  find("#count-page").hidden = !offer.count_page;
}

/** @param {unknown} error */
function showRefusal(error) {
  showBanner(error instanceof Error && error.message ? error.message : say("went_wrong"));
}

/** The only file in a drop; says so if there are several. @param {DataTransfer | null} dropped */
export function onlyFile(dropped) {
  const files = [...(dropped?.files ?? [])];
  if (files.length > 1) showBanner(say("only_one_file"));
  return files.length === 1 ? files[0] : null;
}

/** Take files that are dropped anywhere but on a field of their own. */
function listenToDrops() {
  window.addEventListener("dragover", (event) => event.preventDefault());
  window.addEventListener("drop", (event) => {
    if (event.defaultPrevented) return;
    event.preventDefault();
    const file = onlyFile(event.dataTransfer);
    if (file) open(file);
  });
}

/** @type {Record<string, () => void>} */
export const ACTIONS = {
  open: () => find("#file-to-open").click(),
  "save-toml": saveToml,
  "save-zip": saveZip,
  "save-single": saveSingle,
  "save-count": saveCount,
};

/** @param {() => boolean} isKept whether everything is kept without being saved */
export function listenToTransfer(isKept) {
  const input = /** @type {HTMLInputElement} */ (find("#file-to-open"));
  input.addEventListener("change", () => {
    const [file] = input.files ?? [];
    input.value = ""; // the same file may be chosen again
    if (file) open(file);
  });
  listenToDrops();
  window.addEventListener("beforeunload", (event) => {
    flushTyping();
    if (isUnsaved() && !isKept()) event.preventDefault();
  });
}

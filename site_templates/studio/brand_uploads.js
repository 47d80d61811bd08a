// Logo, icon and fonts: chosen or dropped, checked roughly here and exactly by the desk.
import { contentsOf, toBase64 } from "./bytes.js";
import { PictureError, toPng } from "./convert_picture.js";
import { touch } from "./fields.js";
import { announce, find, findAll, findInput, say, showBanner } from "./page_parts.js";
import { pathOf, valueAt } from "./paths.js";
import { onlyFile } from "./transfer.js";
import { change, edit, getState } from "./workspace.js";

const MEGABYTE = 1_000_000;
// A picture that the browser converts may be large, like a photo; a file that is taken as it is may not.
const LARGEST = { picture: 30_000_000, font: 5 * MEGABYTE };

const REFUSALS = {
  too_large: "picture_too_large",
  no_picture: "no_picture",
  unreadable: "picture_unreadable",
};

/** @type {Record<string, RegExp>} */
const ENDINGS = { picture: /\.(svg|png|jpe?g|webp|gif)$/i, font: /\.(woff2?|ttf|otf)$/i };

/** @typedef {{at: import("./paths.js").Path, name: string, contents: string}} Upload contents in base64 */

/** @param {HTMLElement} field @param {File} file */
async function take(field, file) {
  touch(field);
  const kind = field.dataset.picture === undefined ? "font" : "picture";
  const { name } = file;
  if (!ENDINGS[kind].test(name)) return showBanner(say("wrong_kind", { name, kinds: field.dataset.kinds }));
  const most = LARGEST[kind];
  if (file.size > most) {
    const sizes = { size: Math.round(file.size / MEGABYTE), most: most / MEGABYTE };
    return showBanner(say("too_large", { name, ...sizes }));
  }
  showReading(field, name);
  const upload = await prepared(field, file, kind);
  const taken = upload && (await change("put_file", { ...upload }));
  show(field);
  if (taken) announce(say("file_here", { name: upload.name }));
}

/** @param {HTMLElement} field @param {File} file @param {string} kind @returns {Promise<Upload | null>} */
async function prepared(field, file, kind) {
  const at = pathOf(field);
  if (kind === "font") return { at, name: file.name, contents: toBase64(await contentsOf(file)) };
  try {
    const { name, bytes } = await toPng(file);
    return { at, name, contents: toBase64(bytes) };
  } catch (error) {
    if (!(error instanceof PictureError)) throw error;
    showBanner(say(REFUSALS[error.reason], { name: file.name }));
    return null;
  }
}

/** Say that a file is on its way: the first font takes seconds. @param {HTMLElement} field @param {string} file */
function showReading(field, file) {
  find(".name", field).textContent = say("reading", { name: file });
  announce(say("reading", { name: file }));
}

/** @param {HTMLElement} field */
function show(field) {
  const value = valueAt(getState()?.values, pathOf(field));
  const given = Array.isArray(value) ? value.join(", ") : value; // of a font, a file for each weight
  const name = find(".name", field);
  name.textContent = typeof given === "string" ? given : (name.dataset.none ?? "");
  name.classList.toggle("given", typeof given === "string");
  find('[data-action="clear"]', field).hidden = typeof given !== "string";
}

const fields = () => findAll('[data-kind="file"]');

export function showUploads() {
  for (const field of fields()) show(field);
}

export function listenToUploads() {
  for (const field of fields()) listen(field);
}

/** @param {HTMLElement} field */
function listen(field) {
  const input = findInput('input[type="file"]', field);
  input.tabIndex = -1; // the button beside it opens the same choice
  input.setAttribute("aria-hidden", "true");
  const choose = find('[data-action="choose"]', field);
  choose.addEventListener("click", () => input.click());
  find('[data-action="clear"]', field).addEventListener("click", () => {
    edit({ op: "remove", at: pathOf(field) });
    show(field);
    choose.focus();
  });
  input.addEventListener("change", () => {
    const [file] = input.files ?? [];
    input.value = "";
    if (file) take(field, file);
  });
  const zone = find(".drop", field);
  for (const type of ["dragenter", "dragover"]) zone.addEventListener(type, () => zone.classList.add("over"));
  for (const type of ["dragleave", "drop"]) zone.addEventListener(type, () => zone.classList.remove("over"));
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    const file = onlyFile(event.dataTransfer);
    if (file) take(field, file);
  });
}

// The preview: a page or a state of the site, in a phone and on a desktop, in light and dark.
import { DEVICES, scalesFor } from "./device_sizes.js";
import { DeskFault } from "./desk_client.js";
import { find, findAll, findInput, make, root, say } from "./page_parts.js";
import { listenToPointing } from "./pointing.js";
import { ask, getState } from "./workspace.js";

// Pixels of the stage that no device takes: the beam that they stand on, and their edges.
const STAND = 14;
const EDGE = 2;

/** @param {"page" | "survey" | "language"} name */
const select = (name) => /** @type {HTMLSelectElement} */ (find(`#preview-${name}`));

/** @param {"device" | "scheme"} name */
const chosen = (name) => findInput(`input[name="${name}"]:checked`, find("#preview")).value;

const stage = () => find(".stage");

/** @param {string} name @returns {HTMLIFrameElement} */
const frameOf = (name) => /** @type {HTMLIFrameElement} */ (find(`.device.${name} iframe:not(.next)`));

const isShown = (/** @type {string} */ name) => chosen("device") === name || chosen("device") === "both";

// ---- what is shown ---------------------------------------------------------------------------------------

/** @param {HTMLSelectElement} chooser @param {HTMLElement[]} options @param {string} signature what they are made of */
function fill(chooser, options, signature) {
  if (chooser.dataset.signature === signature) return;
  const { value } = chooser;
  chooser.dataset.signature = signature;
  chooser.replaceChildren(...options);
  chooser.value = value;
  if (chooser.selectedIndex < 0) chooser.selectedIndex = 0;
}

/** @param {string} value @param {string} text @param {string} [lang] */
function option(value, text, lang) {
  const made = /** @type {HTMLOptionElement} */ (make("option", text));
  made.value = value;
  if (lang) made.lang = lang;
  return made;
}

/** Offer what there is to see. @param {import("./workspace.js").State} state */
export function showChoices({ pages, surveys, languages, values }) {
  /** @type {Map<string, HTMLElement>} */
  const groups = new Map();
  for (const { group, id, title } of pages) {
    if (!groups.has(group)) {
      const made = make("optgroup");
      made.setAttribute("label", group);
      groups.set(group, made);
    }
    groups.get(group)?.append(option(id, title));
  }
  fill(select("page"), [...groups.values()], JSON.stringify(pages));
  fill(
    select("survey"),
    surveys.map(({ folder, title }, place) => option(folder, title || say("survey", { number: place + 1 }))),
    JSON.stringify(surveys),
  );
  const named = languages.filter(({ code }) => values.site?.languages?.includes?.(code));
  fill(
    select("language"),
    named.map(({ code, name, tag }) => option(code, name, tag)),
    JSON.stringify(named),
  );
  find('[data-only="surveys"]').hidden = surveys.length < 2;
  find('[data-only="languages"]').hidden = named.length < 2;
}

/** Show the first page of `ids` that there is, unless it is shown already. @param {string[]} ids */
export function showPage(ids) {
  const id = ids.find((one) => [...select("page").options].some(({ value }) => value === one));
  if (!id || select("page").value === id) return;
  select("page").value = id;
  draw();
}

/** Show the survey at a place, counted from 0. @param {number} place */
export function showSurvey(place) {
  const chooser = select("survey");
  if (chooser.selectedIndex === place || !chooser.options[place]) return;
  chooser.selectedIndex = place;
  draw();
}

let isDrawing = false;
let isStale = false;

/** Draw the chosen page; while one is drawn, only the newest wish counts. */
export async function draw() {
  isStale = true;
  if (isDrawing) return;
  isDrawing = true;
  while (isStale) {
    isStale = false;
    await drawOnce();
  }
  isDrawing = false;
}

async function drawOnce() {
  const note = find("#preview .stale");
  if (!select("page").value) {
    note.hidden = false;
    note.textContent = say("preview_none", { text: "" });
    return;
  }
  try {
    const html = await ask("page", {
      id: select("page").value,
      survey: select("survey").value,
      language: select("language").value,
      scheme: chosen("scheme"),
    });
    for (const name of Object.keys(DEVICES)) put(name, html);
    find(".stage .waiting").hidden = true;
    note.hidden = !getState()?.faults.length;
    note.textContent = say("preview_stale");
    fit();
  } catch (error) {
    note.hidden = !(error instanceof DeskFault);
    note.textContent = say("preview_none", { text: error instanceof DeskFault ? error.message : "" });
  }
}

/** The text of each frame. @type {Map<string, string>} */
const shownIn = new Map();

/** Show a page in a device. What is there stays until the new page can be seen. @param {string} name @param {string} html */
function put(name, html) {
  const frame = frameOf(name);
  const device = /** @type {HTMLElement} */ (frame.parentElement);
  device.hidden = !isShown(name);
  frame.title = (frame.dataset.title ?? "").replace("{page}", select("page").selectedOptions[0]?.text ?? "");
  if (device.hidden || shownIn.get(name) === html) return;
  shownIn.set(name, html);
  const next = /** @type {HTMLIFrameElement} */ (frame.cloneNode());
  next.classList.add("next");
  next.inert = true;
  for (const former of findAll("iframe.next", device)) former.remove();
  next.addEventListener("load", () => replaceOnceDrawn(frame, next), { once: true });
  next.srcdoc = html;
  device.append(next);
}

// A page that is not drawn after this time, in milliseconds, is shown as it is.
const DRAWN_AFTER = 1_500;
const LOOK_EVERY = 30;

/** @param {HTMLIFrameElement} frame @param {HTMLIFrameElement} next */
async function replaceOnceDrawn(frame, next) {
  const page = next.contentDocument?.documentElement;
  for (let waited = 0; waited < DRAWN_AFTER; waited += LOOK_EVERY) {
    if (!page?.dataset.frame || page.dataset.shown) break; // only a state has to be brought about
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY));
  }
  if (!next.isConnected) return; // a newer page has taken its place
  const { scrollY = 0 } = frame.contentWindow ?? {};
  const hadFocus = document.activeElement === frame;
  frame.remove();
  next.classList.remove("next");
  next.inert = false;
  settle(next, frame.dataset.page === select("page").value ? scrollY : 0);
  next.dataset.page = select("page").value;
  if (hadFocus) next.focus();
}

/** Keep the place in the page, and let links choose what is shown. @param {HTMLIFrameElement} frame @param {number} top */
function settle(frame, top) {
  if (top) frame.contentWindow?.scrollTo(0, top);
  const { body } = frame.contentDocument ?? {};
  if (body) frame.style.setProperty("background", getComputedStyle(body).backgroundColor); // beside a scrollbar
  frame.contentDocument?.addEventListener("click", (event) => {
    const link = /** @type {HTMLElement} */ (event.target).closest?.("a[href]");
    const address = link?.getAttribute("href") ?? "";
    if (!link || address.startsWith("#")) return;
    event.preventDefault(); // nothing leads away from the preview
    const name = /([\w-]+)\.html?$/.exec(address)?.[1] ?? "";
    showPage([name === "index" ? "start" : name]);
  });
  if (frame.contentDocument?.body) listenToPointing(frame.contentDocument);
}

/** Paint the frames in colours that are being tried. @param {Record<string, Record<string, string>>} colours by scheme */
export function paint(colours) {
  for (const name of Object.keys(DEVICES)) {
    const page = frameOf(name).contentDocument?.documentElement;
    for (const [property, colour] of Object.entries(colours[chosen("scheme")] ?? {}))
      page?.style.setProperty(property, colour);
  }
}

// ---- how large -------------------------------------------------------------------------------------------

/** Give each device as much of the stage as it can have. */
export function fit() {
  const width = stage().clientWidth - 2 * EDGE;
  const room = Math.max(stage().clientHeight - STAND - EDGE, 320);
  const shown = /** @type {("phone" | "desktop")[]} */ (Object.keys(DEVICES).filter(isShown));
  stage().dataset.device = chosen("device");
  const scales = scalesFor(shown, width, room);
  for (const [name, scale] of Object.entries(scales)) {
    const [wide, high] = DEVICES[/** @type {"phone" | "desktop"} */ (name)];
    const frame = frameOf(name);
    const device = /** @type {HTMLElement} */ (frame.parentElement);
    const tall = name === "phone" ? Math.max(560, Math.min(high, room / scale)) : high;
    for (const each of findAll("iframe", device)) {
      each.style.setProperty("width", `${wide}px`);
      each.style.setProperty("height", `${tall}px`);
      each.style.setProperty("transform", `scale(${scale})`);
    }
    device.style.setProperty("width", `${wide * scale}px`);
    device.style.setProperty("height", `${tall * scale}px`);
  }
}

const NARROW = "(max-width: 40rem)";

export function listenToPreview() {
  if (matchMedia(NARROW).matches) findInput('input[value="phone"]', find("#preview")).checked = true;
  for (const chooser of findAll(".tools select")) chooser.addEventListener("change", draw);
  for (const choice of findAll(".tools input")) choice.addEventListener("change", draw);
  new ResizeObserver(fit).observe(stage());
}

/** Which page shows best what a step or a field is about. @type {Record<string, string[]>} */
const SHOWN_BY = {
  brand: ["start"],
  languages: ["start"],
  contacts: ["result-a"],
  survey: ["start"],
  collection: ["ballot", "before", "result-a"],
  site: ["start"],
  texts: ["start"],
  imprint: ["imprint"],
  privacy: ["privacy"],
  accessibility: ["accessibility"],
};

/** Show what a step or a field is about. @param {string} what */
export function showWhat(what) {
  if (getState() && root.dataset.desk) showPage(SHOWN_BY[what] ?? []);
}

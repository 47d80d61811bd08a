// One step of the form at a time. The address names it, so that "back" works and a step can be linked to.
import { entryAt, fieldAt } from "./fields.js";
import { find, findAll, root } from "./page_parts.js";

const steps = () => findAll("section.step").map(({ id }) => id);

/** @type {Set<(step: string) => void>} */
const watchers = new Set();

/** Call `watcher` with each step that is shown. @param {(step: string) => void} watcher */
export const whenStepped = (watcher) => void watchers.add(watcher);

/** Show a step; the window scrolls to its head. @param {string} step @param {boolean} [focus] whether it takes the focus */
export function showStep(step, focus = true) {
  if (!steps().includes(step)) return;
  root.dataset.step = step;
  root.dataset.view = "form";
  showView();
  for (const section of findAll("section.step")) section.hidden = section.id !== step;
  for (const link of findAll(".steps a")) {
    if (link.dataset.step === step) {
      link.setAttribute("aria-current", "step");
      link.scrollIntoView({ block: "nearest", inline: "center" });
    } else link.removeAttribute("aria-current");
  }
  if (location.hash !== `#${step}`) history.pushState(null, "", `#${step}`);
  if (focus) {
    window.scrollTo({ top: 0 });
    find(`#${step}`).focus({ preventScroll: true });
  }
  for (const watcher of watchers) watcher(step);
}

export function showNextStep() {
  const all = steps();
  showStep(all[all.indexOf(root.dataset.step ?? "") + 1]);
}

/** On a narrow screen, either the form or the preview is shown. @param {"form" | "preview"} [view] */
export function showView(view) {
  if (view) root.dataset.view = view;
  for (const name of ["form", "preview"])
    find(`[data-action="view-${name}"]`).setAttribute("aria-pressed", String(root.dataset.view === name));
}

/** Lead to the field for a path, with everything open around it. @param {import("./paths.js").Path} at @param {string} step */
export function leadTo(at, step) {
  showStep(step, false);
  const field = fieldAt(at) ?? entryAt(at);
  for (let part = field?.parentElement; part; part = part.parentElement)
    if (part instanceof HTMLDetailsElement) part.open = true;
  const language = at.at(-1);
  const row = field && findAll(".row", field).find((one) => one.dataset.language === language);
  const target = (row ?? field)?.querySelector(CONTROLS) ?? find(`#${step}`);
  /** @type {HTMLElement} */ (target).focus({ preventScroll: true });
  (field ?? find(`#${step}`)).scrollIntoView({ block: field ? "center" : "start" });
}

const CONTROLS = 'input:not([type="color"], .unseen), textarea, select, button';

function followAddress() {
  const step = location.hash.slice(1);
  if (steps().includes(step)) showStep(step);
}

export function listenToSteps() {
  find(".steps").addEventListener("click", (event) => {
    const link = /** @type {HTMLElement} */ (event.target).closest("a");
    if (!link) return;
    event.preventDefault();
    showStep(link.dataset.step ?? "");
  });
  window.addEventListener("popstate", followAddress);
  if (location.hash) followAddress();
  history.scrollRestoration = "manual";
}

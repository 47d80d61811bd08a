// The pages of a single file, one at a time. The part of the address behind "#/" names the page, so links,
// bookmarks, new tabs, back and forward work as they do on a server. A page takes the place of the one before;
// only from a survey the file is loaded anew, so that leaving wipes the answers as it always does.
import { pageAt, pathIn } from "./embedded.js";

const root = document.documentElement;
const FIRST = document.getElementById("whole")?.dataset.first ?? "";
const PARTS = [".skip", ".masthead", "main", ".colophon"];

/** Return the path of the page that the address asks for. */
function asked() {
  const path = pathIn(location.href);
  return path && pageAt(path) ? path : FIRST;
}

/** @param {Document} page */
const isSurvey = (page) => Boolean(page.getElementById("survey"));

/** Take over from the page that is shown. @param {Document} page */
function put(page) {
  for (const part of PARTS) {
    const mine = document.querySelector(part);
    const other = page.querySelector(part);
    if (mine && other) mine.replaceWith(document.adoptNode(other));
  }
  const rest = page.body.firstElementChild?.children ?? [];
  document.getElementById("drawings")?.replaceChildren(...[...rest].map((node) => document.adoptNode(node)));
  const { lang, dir, dataset } = page.documentElement;
  Object.assign(root, { lang, dir });
  document.title = page.title;
  for (const name of ["python", "idle", "kiosk"]) delete root.dataset[name];
  const { python, idle, kiosk } = dataset;
  Object.assign(root.dataset, JSON.parse(JSON.stringify({ python, idle, kiosk })));
}

/** Give the page its stylesheets, in their order. @param {string} names */
function dress(names) {
  const sheets = names.split(" ").map((name) => {
    const template = document.querySelector(`template[data-sheet="${CSS.escape(name)}"]`);
    return /** @type {HTMLTemplateElement} */ (template).content.cloneNode(true);
  });
  const former = document.querySelectorAll("head style[data-sheet]");
  document.head.append(...sheets);
  for (const style of former) style.remove();
}

async function loadFonts() {
  await Promise.allSettled([...document.fonts].map((font) => font.load()));
  delete root.dataset.fonts;
}

/** Resolves once the browser has drawn the page (first_paint.js): nothing below may delay that. */
function drawn() {
  return new Promise((resolve) => {
    const look = () => root.dataset.firstPaint === "done" && resolve(null);
    new MutationObserver(look).observe(root, { attributeFilter: ["data-first-paint"] });
    look();
  });
}

let shown = FIRST;
let survey = false;

/** @param {string} path */
function show(path) {
  const page = pageAt(path);
  if (!page) return;
  survey = isSurvey(page);
  if (path !== shown) {
    put(page);
    shown = path;
  }
  root.dataset.file = "whole";
  if (survey) startSurvey(page.documentElement.dataset.sheets ?? "");
  else dress(page.documentElement.dataset.sheets ?? "");
}

/** @param {string} sheets */
async function startSurvey(sheets) {
  await drawn();
  dress(sheets);
  loadFonts();
  if (root.dataset.refused) return;
  const program = /** @type {HTMLTemplateElement} */ (document.getElementById("program"));
  document.head.append(program.content.cloneNode(true));
}

window.addEventListener("hashchange", () => {
  if (root.dataset.file !== "whole") return;
  const path = asked();
  if (path === shown) return;
  if (survey) {
    location.reload();
    return;
  }
  show(path);
  window.scrollTo(0, 0);
  document.querySelector("main")?.focus();
});

// The address says which page is open: no link within a page may replace that.
document.addEventListener("click", (event) => {
  const link = event.target instanceof Element && event.target.closest('a[href^="#"]:not([href^="#/"])');
  if (!link) return;
  event.preventDefault();
  const target = document.getElementById(link.getAttribute("href")?.slice(1) ?? "");
  target?.scrollIntoView();
  target?.focus();
});

document.addEventListener("DOMContentLoaded", () => {
  if (root.dataset.file === "damaged") return;
  show(asked());
  if (!survey) loadFonts();
});

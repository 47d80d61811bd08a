// Messages of the page to screen readers, and the window's title.
import { element } from "./page_contract.js";

/** The page's own title, in its language. */
let pageTitle = document.title;

/** Tell those who cannot see it what has changed. @param {string} text */
export function announce(text) {
  element("spoken").textContent = text;
}

/** Announce what has just appeared, and scroll to it. @param {HTMLElement} appeared */
export function announceAndShow(appeared) {
  announce(appeared.textContent);
  appeared.scrollIntoView({ block: "center" });
}

export const announceResult = () => announce(element("spoken").dataset.result ?? "");

/**
 * Set the window's title to the position within the survey and the page's own title. Titles go into the
 * browser's history, so they never name a result.
 * @param {string} position such as "Question 3 of 12"; empty for none
 */
export function setTitle(position) {
  document.title = position ? `${position} – ${pageTitle}` : pageTitle;
}

/** Take over the title of the page that has come in another language. */
export function readTitle() {
  pageTitle = document.title;
}

// What the page says beside what it shows: to screen readers, and in the window's title.

/** The page's own title, in its language. */
let title = document.title;

const region = () => /** @type {HTMLElement} */ (document.getElementById("spoken"));

/** Say what changed to those who cannot see it. @param {string} text */
export function say(text) {
  region().textContent = text;
}

/** Say what has just appeared, and bring it into view. @param {HTMLElement} element */
export function tell(element) {
  say(element.textContent);
  element.scrollIntoView({ block: "center" });
}

export const sayResult = () => say(region().dataset.result);

/**
 * Put a place before the page's own title. Titles go into the browser's history: never a result.
 * @param {string} place such as "Question 3 of 12"; empty for none
 */
export function entitle(place) {
  document.title = place ? `${place} – ${title}` : title;
}

/** The page has come in another language, with a title in it. */
export function retitle() {
  title = document.title;
}

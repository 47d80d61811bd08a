// A page in a frame of the studio is a picture of itself: no link leads away, no form is sent.

/** @param {Event} event */
function stay(event) {
  const link = /** @type {Element} */ (event.target).closest("a[href]");
  if (link && !link.getAttribute("href")?.startsWith("#")) event.preventDefault();
}

document.addEventListener("click", stay, true);
document.addEventListener("auxclick", stay, true); // the middle button opens a link, too
document.addEventListener("submit", (event) => event.preventDefault(), true);

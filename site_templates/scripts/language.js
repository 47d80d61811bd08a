// Another language without losing the answers: the page in the other language is fetched and put in place
// of this one. Nothing is stored and nothing stands in the address.

/**
 * Put the same page in another language in place. Rejects, and changes nothing, if it cannot be had.
 * @param {string} address @returns {Promise<void>}
 */
export async function change(address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address}: ${response.status}`);
  const other = new DOMParser().parseFromString(await response.text(), "text/html");
  if (!other.getElementById("survey")) throw new Error(`${address}: not this survey`);
  absolute(other, response.url || address);
  for (const part of ["header.masthead", "main", "footer.colophon", ".skip"]) {
    document.querySelector(part).replaceWith(document.adoptNode(other.querySelector(part)));
  }
  document.title = other.title;
  const { kiosk } = other.documentElement.dataset;
  if (kiosk) document.documentElement.dataset.kiosk = new URL(kiosk, response.url || address).href;
  document.documentElement.lang = other.documentElement.lang;
  document.documentElement.dir = other.documentElement.dir;
}

/** The address bar keeps the first language's address, so relative links must not depend on it. */
function absolute(page, base) {
  for (const link of page.querySelectorAll("a[href]:not([href^='#'])")) {
    link.setAttribute("href", new URL(link.getAttribute("href"), base).href);
  }
  for (const image of page.querySelectorAll("img[src]")) {
    image.setAttribute("src", new URL(image.getAttribute("src"), base).href);
  }
}

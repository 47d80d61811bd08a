// Another language without losing the answers: the page in the other language is fetched and put in place
// of this one. Nothing is stored and nothing stands in the address.

let asked = 0;

/**
 * Fetch the same page in another language. Rejects if it cannot be had; changes nothing by itself.
 * @param {string} address
 * @returns {Promise<(() => void) | null>} what puts it in place of this one, at once; null if yet another
 * language was asked for meanwhile
 */
export async function fetched(address) {
  const place = ++asked;
  try {
    const put = await ready(address);
    return place === asked ? put : null;
  } catch (error) {
    if (place === asked) throw error;
    return null;
  }
}

/** @param {string} address */
async function ready(address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address}: ${response.status}`);
  const other = new DOMParser().parseFromString(await response.text(), "text/html");
  if (!other.getElementById("survey")) throw new Error(`${address}: not this survey`);
  for (const drawing of other.querySelectorAll("body noscript")) drawing.replaceWith(...drawing.childNodes);
  const base = response.url || address;
  absolute(other, base);
  return () => put(other, base);
}

/** @param {Document} other @param {string} base its address */
function put(other, base) {
  for (const part of ["header.masthead", "main", "footer.colophon", ".skip"]) {
    document.querySelector(part).replaceWith(document.adoptNode(other.querySelector(part)));
  }
  document.title = other.title;
  const { kiosk } = other.documentElement.dataset;
  if (kiosk) document.documentElement.dataset.kiosk = new URL(kiosk, base).href;
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

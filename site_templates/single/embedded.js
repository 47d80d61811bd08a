// Everything that a single file holds: the other pages as text, and the runtime's files in base64.

/**
 * The path of a page that an address asks for, such as "en/privacy.html"; null if it asks for none.
 * @param {string} address
 */
export function pathIn(address) {
  const { hash } = new URL(address, document.baseURI);
  return hash.startsWith("#/") ? decodeURIComponent(hash.slice(2)) : null;
}

/**
 * Return the page at `path` as a document that nobody sees yet; null if this file has none.
 * @param {string | null} path
 */
export function pageAt(path) {
  const pages = /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("noscript[data-page]"));
  const stored = [...pages].find(({ dataset }) => dataset.page === path);
  if (!stored) return null;
  const page = new DOMParser().parseFromString(stored.textContent ?? "", "text/html");
  const { lang, dir, dataset } = /** @type {HTMLElement} */ (page.body.firstElementChild);
  Object.assign(page.documentElement, { lang, dir });
  Object.assign(page.documentElement.dataset, dataset);
  page.title = dataset.title ?? "";
  for (const image of page.querySelectorAll("img")) {
    const name = image.dataset.picture ?? "";
    image.src = document.querySelector(`template[data-picture="${CSS.escape(name)}"]`)?.innerHTML ?? "";
  }
  return page;
}

/** @param {string} name @returns {HTMLElement} a part of the runtime, in base64 */
export function embeddedPart(name) {
  const part = document.querySelector(`script[data-part="${CSS.escape(name)}"]`);
  if (!(part instanceof HTMLElement)) throw new Error(`${name}: not in this file`);
  return part;
}

const LARGEST_SUM = 65521; // Adler-32, RFC 1950
const BEFORE_OVERFLOW = 3800;

/** Return the Adler-32 checksum of `text` in UTF-8. @param {string} text */
export function checksum(text) {
  const bytes = new TextEncoder().encode(text);
  let low = 1;
  let high = 0;
  for (let at = 0; at < bytes.length; ) {
    const end = Math.min(bytes.length, at + BEFORE_OVERFLOW);
    for (; at < end; at++) high += low += bytes[at];
    low %= LARGEST_SUM;
    high %= LARGEST_SUM;
  }
  return high * 65536 + low;
}

// Another language without losing the answers: the page in the other language is fetched and replaces this
// one's content. Nothing is stored, and nothing stands in the address.
import { fetchDocument } from "./other_page.js";
import { find } from "./page_contract.js";
import { root, setState } from "./page_state.js";

let latestRequest = 0;

/**
 * Fetch the same page in another language. Rejects if it cannot be had; changes nothing by itself.
 * @param {string} address
 * @returns {Promise<(() => void) | null>} a function that shows it, at once; null if another language was
 * asked for in the meantime
 */
export async function fetchPage(address) {
  const request = ++latestRequest;
  try {
    const showPage = await prepared(address);
    return request === latestRequest ? showPage : null;
  } catch (error) {
    if (request === latestRequest) throw error;
    return null;
  }
}

/** @param {string} address */
async function prepared(address) {
  const { other, base } = await fetchDocument(address);
  if (!other.getElementById("survey")) throw new Error(`${address}: not this survey`);
  for (const drawing of other.querySelectorAll("body noscript")) drawing.replaceWith(...drawing.childNodes);
  makeAbsolute(other, base);
  return () => replaceContent(other, base);
}

/** @param {Document} other @param {string} base its address */
function replaceContent(other, base) {
  for (const part of [".skip", ".masthead", "main", ".colophon"]) {
    find(part).replaceWith(document.adoptNode(find(part, other)));
  }
  document.title = other.title;
  const { kiosk } = other.documentElement.dataset;
  if (kiosk) setState("kiosk", new URL(kiosk, base).href);
  root.lang = other.documentElement.lang;
  root.dir = other.documentElement.dir;
}

/**
 * The address bar keeps the first language's address, so no link may depend on it.
 * @param {Document} other
 * @param {string} base
 */
function makeAbsolute(other, base) {
  for (const link of other.querySelectorAll("a[href]:not([href^='#'])")) absolute(link, "href", base);
  for (const image of other.querySelectorAll("img[src]")) absolute(image, "src", base);
}

/** @param {Element} element @param {string} attribute @param {string} base */
function absolute(element, attribute, base) {
  element.setAttribute(attribute, new URL(element.getAttribute(attribute) ?? "", base).href);
}

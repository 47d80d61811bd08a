/** @import { Ask } from "./desk" */
import { bytesOf } from "../one_file/bytes.js";
import { element, field } from "../one_file/elements.js";
import { save } from "../one_file/save.js";

/** Show a page of the report in its frame. @param {Ask} ask @param {string} path @param {string} fragment */
export async function showPage(ask, path, fragment = "") {
  const frame = /** @type {HTMLIFrameElement} */ (element("view"));
  const page = await ask("page", { path });
  await new Promise((resolve) => {
    frame.addEventListener("load", resolve, { once: true });
    frame.srcdoc = page;
  });
  frame.contentDocument?.addEventListener("click", (event) => follow(ask, path, event));
  if (fragment) frame.contentDocument?.getElementById(fragment)?.scrollIntoView();
}

/** Follow a link within the report: here there is no folder in which it could lead anywhere.
 * @param {Ask} ask @param {string} from @param {MouseEvent} event */
async function follow(ask, from, event) {
  const href = /** @type {Element} */ (event.target).closest("a[href]")?.getAttribute("href") ?? "";
  if (!href || /^(#|[a-z]+:)/i.test(href)) return;
  event.preventDefault();
  const target = new URL(href, `http://report/${from}`);
  const path = target.pathname.slice(1);
  if (!path.endsWith(".html")) return download(ask);
  const select = field("shown");
  select.value = path;
  return showPage(ask, path, target.hash.slice(1));
}

/** Print the page of the report that is shown. */
export function printPage() {
  const frame = /** @type {HTMLIFrameElement} */ (element("view"));
  frame.contentWindow?.focus();
  frame.contentWindow?.print();
}

/** Save the whole report as a ZIP file. @param {Ask} ask */
export async function download(ask) {
  const zip = await ask("report_zip", {});
  save(zip.name, bytesOf(zip.contents), "application/zip");
}

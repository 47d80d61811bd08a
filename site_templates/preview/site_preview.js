// In each page of the site while `lastbild serve` shows it, and in no site that is built: the page loads itself
// again after a build, and shows what keeps the next one from being built.

const script = /** @type {HTMLScriptElement} */ (document.querySelector("script[data-build]"));
const address = (/** @type {string} */ name) => new URL(name, script.src).href;

/** The sheet with the faults that is shown; "" if there are none. */
let shown = "";
/** @type {EventSource | null} */
let changes = null;

/** Listen while somebody looks: a browser keeps only six connections for all windows together. */
function listen() {
  if (document.hidden || changes) return;
  changes = new EventSource(address("site_changes"));
  changes.addEventListener("message", ({ data }) => {
    const { build, faults } = JSON.parse(data);
    if (build !== script.dataset.build) location.reload();
    else if (faults !== shown) show(faults);
  });
}

function pause() {
  changes?.close();
  changes = null;
}

/** @param {string} faults the sheet as HTML; the preview has escaped everything in it */
function show(faults) {
  shown = faults;
  const page = document.querySelector("main#preview-faults"); // there is no site behind it yet
  if (page) page.innerHTML = faults;
  else if (faults) cover(faults);
  else host?.remove();
}

// ---- over a page of the site, in a tree of its own, so that neither's styles touch the other ------------------

/** @type {HTMLElement | null} */
let host = null;

/** @param {string} faults */
function cover(faults) {
  host?.remove();
  host = document.createElement("div");
  const tree = host.attachShadow({ mode: "open" });
  const style = document.createElement("link");
  style.rel = "stylesheet";
  style.href = address("faults.css");
  const sheet = document.createElement("dialog");
  sheet.className = "faults";
  sheet.innerHTML = faults;
  sheet.setAttribute("aria-labelledby", "faults-title");
  tree.append(style, sheet, bar(sheet));
  style.addEventListener("load", () => sheet.isConnected && open(sheet), { once: true });
  document.body.append(host);
}

/** @param {HTMLDialogElement} sheet */
function open(sheet) {
  sheet.showModal();
  sheet.scrollTop = 0;
  /** @type {HTMLElement | null} */ (sheet.querySelector("h1"))?.focus();
}

/** Return the button that is left of the sheet while somebody looks at the page. @param {HTMLDialogElement} sheet */
function bar(sheet) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "bar";
  made.popover = "manual"; // above everything, dialogs of the page as well
  made.lang = sheet.querySelector("section")?.lang ?? "";
  made.textContent = sheet.querySelector("h1")?.textContent ?? "";
  made.addEventListener("click", () => {
    made.hidePopover();
    open(sheet);
  });
  sheet.querySelector(".former")?.addEventListener("click", () => sheet.close());
  sheet.addEventListener("close", () => {
    if (!made.isConnected) return;
    made.showPopover();
    made.focus();
  });
  return made;
}

document.addEventListener("visibilitychange", () => (document.hidden ? pause() : listen()));
addEventListener("pagehide", pause);
addEventListener("pageshow", listen);
listen();

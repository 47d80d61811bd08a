// Stands in the page itself (csp_fallback.js loads it where a server forbids that) and runs before the page
// is drawn. It says that scripts run, so that the survey starts with one question and never flashes all
// twelve. Everything else comes once the page is drawn: drawings, fonts, the other styles, the page's script.
// If that script breaks off or comes damaged (the browser checks it against the hash in the page), it is
// fetched again, and meanwhile the page shows all questions and no button, for no button would work. A style
// that did not come is fetched again, too.
//
// If a stranger's page frames this one, or a service worker controls it, the survey does not start: they could
// lead clicks astray, or read along. The site itself has no service worker. A frame of the same origin is let
// in, because such a page could reach into this one anyway, and so are the sites that the organisation allows.
//
// It sets some of the page's state; page_state.js says what the names and values mean.
(() => {
  const root = document.documentElement;
  root.dataset.script = "on";
  root.dataset.firstPaint = "due";
  root.dataset.fonts = "awaited";

  function strangerIsNear() {
    try {
      for (let frame = /** @type {Window} */ (window); frame !== top; frame = frame.parent)
        if (!frame.parent.document) return true;
    } catch {
      if (!mayFrame()) return true; // a document of another origin is not to be had
    }
    try {
      return navigator.serviceWorker?.controller;
    } catch {
      return true; // in a sandbox
    }
  }
  // A browser that does not tell which sites are around the page shows it in no frame of another site.
  function mayFrame() {
    const allowed = root.dataset.framedBy?.split(" ");
    const around = location.ancestorOrigins;
    return allowed && around && [...around].every((site) => [location.origin, ...allowed].includes(site));
  }
  if (strangerIsNear()) root.dataset.refused = "yes";

  // Drawings, fonts, the page's script and Python: none of them may delay the first two pictures.
  const drawn = new Promise((resolve) => {
    requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve)));
    setTimeout(resolve, document.hidden ? 0 : 1000); // a page that nobody looks at is not drawn
  });
  const parsed = new Promise((resolve) => {
    if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", resolve);
    else resolve(null);
  });
  let drawnAt = 0;
  drawn.then(async () => {
    drawnAt = performance.now();
    root.dataset.firstPaint = "done";
    const later = /** @type {HTMLTemplateElement} */ (document.getElementById("later"));
    const content = /** @type {DocumentFragment} */ (later.content.cloneNode(true));
    const scripts = [...content.querySelectorAll("script")];
    for (const script of scripts) script.remove();
    document.head.append(content);
    await parsed; // the scripts expect all of the page
    if (!root.dataset.refused) document.head.append(...scripts);
    // Drawings weigh as much as all the words. Where scripts run, <noscript> holds them as text until now.
    for (const drawing of document.querySelectorAll("body noscript")) drawing.outerHTML = drawing.textContent;
  });

  // The page's own fonts replace the system's all at once: as soon as they are here while nobody can have
  // read far, else with the next question (site.js). Nothing moves under a hand.
  const READS_AFTER = 1000; // milliseconds
  async function loadFonts() {
    await Promise.allSettled([...document.fonts].map((font) => font.load()));
    if (root.dataset.fonts !== "awaited") return;
    root.dataset.fonts = "loaded";
    if (performance.now() - drawnAt < READS_AFTER && (root.dataset.view ?? "start") === "start")
      delete root.dataset.fonts;
  }

  document.addEventListener(
    "load",
    ({ target }) => {
      if (target instanceof HTMLLinkElement && target.href.includes("/assets/later.css")) loadFonts();
    },
    true,
  );

  // "Start" works at once: the first chapter opens, its first question can be answered, and site.js goes on
  // from there.
  document.addEventListener("click", ({ target }) => {
    if (root.dataset.ready || !(target instanceof Element)) return;
    if (target.closest('[data-action="start"]')) root.dataset.view = "chapter";
    else if (target.closest('[data-action="proceed"]')) root.dataset.view = "survey";
    else return;
    root.dataset.begun = "yes";
    if (root.dataset.fonts === "loaded") delete root.dataset.fonts;
    window.scrollTo(0, 0); // as site.js will
  });

  const showAllQuestions = () => {
    if (root.dataset.ready) return;
    delete root.dataset.script;
    delete root.dataset.view;
    root.dataset.python = "failed";
    root.dataset.reason ??= "file";
  };

  /** Ask for a file again, after a pause that grows. @param {HTMLScriptElement | HTMLLinkElement} lost */
  function retry(lost) {
    const failed = Number(lost.dataset.failed ?? 0) + 1;
    // A first failure stays silent.
    if (lost instanceof HTMLScriptElement && failed > 1) showAllQuestions();
    const ask = () => {
      if (!lost.isConnected) return; // replaced already
      const copy = document.createElement(lost.localName);
      for (const { name, value } of lost.attributes) copy.setAttribute(name, value);
      copy.dataset.failed = String(failed);
      const attribute = lost instanceof HTMLScriptElement ? "src" : "href";
      // Another address: neither the browser's cache nor its list of modules knows it.
      const [address] = String(lost.getAttribute(attribute)).split(/[?&]again=/);
      copy.setAttribute(attribute, `${address}${address.includes("?") ? "&" : "?"}again=${failed}`);
      lost.replaceWith(copy);
    };
    setTimeout(ask, Math.min(15_000, 200 * 2 ** failed));
    window.addEventListener("online", ask, { once: true });
  }

  window.addEventListener(
    "error",
    ({ target }) => {
      if (target === window) showAllQuestions();
      else if (target instanceof HTMLScriptElement && target.src.includes("/assets/site.js")) retry(target);
      else if (target instanceof HTMLLinkElement && target.rel === "stylesheet") retry(target);
    },
    true,
  );
})();

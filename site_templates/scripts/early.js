// Stands in the page itself (instead.js tells where it may not) and runs before it is drawn. Says that scripts run,
// so that the survey starts one question at a time without a flash of all twelve, and lets everything else come
// once the page is drawn.
// If the page's own script breaks off or comes damaged (the browser checks it against the hash in the page),
// asks for it again and meanwhile takes that back, so that nobody is left with buttons that do nothing. A style
// that did not come is asked for again, too.
(() => {
  const page = document.documentElement;
  page.dataset.script = page.dataset.early = "on";
  page.dataset.letters = "due";

  // Drawings, fonts, the page's script and Python: none of them may delay the first two pictures.
  const drawn = new Promise((resolve) => {
    const soon = () => setTimeout(resolve);
    requestAnimationFrame(() => requestAnimationFrame(soon));
    setTimeout(resolve, document.hidden ? 0 : 1000); // a page that nobody looks at is not drawn
  });
  const parsed = new Promise((resolve) => {
    if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", resolve);
    else resolve();
  });
  let drawnAt = 0;
  drawn.then(async () => {
    drawnAt = performance.now();
    page.dataset.drawn = "yes";
    const later = /** @type {HTMLTemplateElement} */ (document.getElementById("later"));
    const { content } = /** @type {HTMLTemplateElement} */ (later.cloneNode(true));
    const scripts = [...content.querySelectorAll("script")];
    for (const script of scripts) script.remove();
    document.head.append(content);
    await parsed; // they expect all of the page
    document.head.append(...scripts);
    // Drawings cost as much as all the words, so they wait as text, which they are to a browser that runs scripts.
    for (const drawing of document.querySelectorAll("body noscript")) drawing.outerHTML = drawing.textContent;
  });

  // The page's own letters take the system's place all at once: as soon as they are here while nobody can have read
  // far, else with the next question (site.js). Nothing moves under a hand.
  const AT_ONCE = 1000; // milliseconds
  async function letters() {
    await Promise.allSettled([...document.fonts].map((font) => font.load()));
    if (page.dataset.letters !== "due") return;
    page.dataset.letters = "here";
    if (performance.now() - drawnAt < AT_ONCE && page.dataset.view !== "survey") delete page.dataset.letters;
  }

  document.addEventListener(
    "load",
    ({ target }) => {
      if (target instanceof HTMLLinkElement && target.href.includes("/assets/later.css")) letters();
    },
    true,
  );

  // "Start" works at once: the first question shows and can be answered, and site.js goes on from there.
  document.addEventListener("click", ({ target }) => {
    if (page.dataset.ready || !(target instanceof Element) || !target.closest('[data-action="start"]')) return;
    page.dataset.begun = "yes";
    page.dataset.view = "survey";
    if (page.dataset.letters === "here") delete page.dataset.letters;
    window.scrollTo(0, 0); // as site.js will
    // Its place is kept, so that no answer moves when site.js fills it.
    document.querySelector(".progress").hidden = false;
  });

  const tell = () => {
    if (page.dataset.ready) return;
    delete page.dataset.script;
    delete page.dataset.view;
    page.dataset.python = "failed";
    page.dataset.reason ??= "file";
  };

  /** @param {HTMLScriptElement | HTMLLinkElement} lost */
  function again(lost) {
    const failed = Number(lost.dataset.failed ?? 0) + 1;
    const address = lost instanceof HTMLScriptElement ? "src" : "href";
    if (address === "src" && failed > 1) tell(); // the first time nobody need notice
    const ask = () => {
      if (!lost.isConnected) return; // asked already
      const copy = document.createElement(lost.localName);
      for (const { name, value } of lost.attributes) copy.setAttribute(name, value);
      copy.dataset.failed = String(failed);
      // Another address: neither the browser's cache nor its list of modules knows it.
      const [plain] = lost[address].split(/[?&]again=/);
      copy.setAttribute(address, `${plain}${plain.includes("?") ? "&" : "?"}again=${failed}`);
      lost.replaceWith(copy);
    };
    setTimeout(ask, Math.min(15_000, 200 * 2 ** failed));
    window.addEventListener("online", ask, { once: true });
  }

  window.addEventListener(
    "error",
    ({ target }) => {
      if (target === window) tell();
      else if (target instanceof HTMLScriptElement && target.src.includes("/assets/site.js")) again(target);
      else if (target instanceof HTMLLinkElement && target.rel === "stylesheet") again(target);
    },
    true,
  );
})();

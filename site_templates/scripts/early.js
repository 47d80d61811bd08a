// Runs before the page is drawn. Says that scripts run, so that the survey starts one question at a time
// without a flash of all twelve; takes it back if a script of the page cannot be loaded, so that nobody
// is left with buttons that do nothing. Asks again for scripts that broke off or came damaged: the browser
// checks each against the hash in the page, and no part of the page starts before all of it is whole.
(() => {
  const page = document.documentElement;
  page.dataset.script = "on";

  /** @param {"wasm" | "file"} reason */
  const fail = (reason) => {
    page.dataset.python = "failed";
    page.dataset.reason = reason;
  };

  try {
    // The smallest module there is: fails where WebAssembly is switched off or the server's policy forbids it.
    new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0));
  } catch {
    fail("wasm");
  }

  /** @typedef {HTMLLinkElement | HTMLScriptElement} Asked what asks for a script, with its hash */
  /** @param {unknown} element @returns {element is Asked} */
  const asks = (element) =>
    (element instanceof HTMLLinkElement && element.rel === "modulepreload") ||
    (element instanceof HTMLScriptElement && element.src !== "" && element.type !== "py");
  const address = (element) => element.src || element.href;

  /** @type {Map<string, {promise: Promise<void>, resolve: () => void, reject: (error: Error) => void}>} */
  const scripts = new Map();
  const script = (at) => {
    if (!scripts.has(at)) {
      const made = {};
      made.promise = new Promise((resolve, reject) => Object.assign(made, { resolve, reject }));
      made.promise.catch(() => {}); // told by those who wait for it
      scripts.set(at, made);
    }
    return scripts.get(at);
  };

  /** Scripts of the page that are not here: without them no button does anything. */
  const missing = new Set();
  const tell = (element, isMissing) => {
    if (element.dataset.part === "python") return; // told by python.js
    const at = address(element);
    if (isMissing) missing.add(at);
    else if (!missing.delete(at)) return;
    if (missing.size) {
      delete page.dataset.script;
      if (page.dataset.reason !== "wasm") fail("file");
    } else if (page.dataset.reason === "file") {
      page.dataset.script = "on";
      page.dataset.python = "loading";
      delete page.dataset.reason;
    }
  };

  /** Once the server gives it, put a fresh copy past the cache and let the browser check it again. */
  async function again(element) {
    const at = address(element);
    const attempt = Number(element.dataset.attempt ?? 0) + 1;
    for (let failed = 0; ; failed++) {
      try {
        const response = await fetch(at, { cache: "reload" });
        if (response.status >= 400 && response.status < 500) throw response.status;
        await response.arrayBuffer();
        if (response.ok) break;
      } catch (error) {
        if (typeof error === "number") return script(at).reject(new Error(`${at}: ${error}`));
      }
      await new Promise((resolve) => {
        setTimeout(resolve, Math.min(15_000, 200 * 2 ** failed));
        window.addEventListener("online", resolve, { once: true });
      });
    }
    if (attempt > 3) return script(at).reject(new Error(`${at}: not what was published`));
    const copy = document.createElement(element.localName);
    for (const { name, value } of element.attributes) copy.setAttribute(name, value);
    copy.dataset.attempt = String(attempt);
    element.replaceWith(copy);
  }

  const events = { capture: true };
  document.addEventListener(
    "load",
    ({ target }) => {
      if (!asks(target)) return;
      script(address(target)).resolve();
      tell(target, false);
    },
    events,
  );
  window.addEventListener(
    "error",
    ({ target }) => {
      if (asks(target)) {
        tell(target, true);
        again(target);
      } else if (target === window && !page.dataset.ready) {
        delete page.dataset.script;
        fail("file");
      }
    },
    events,
  );

  const links = (part) => [...document.querySelectorAll(`link[rel="modulepreload"]${part}`)];
  // Where this script itself came late, nobody has heard what became of the others.
  for (const link of links("")) again(link);

  /**
   * Resolves when every script of a part is here and whole; rejects if one of them cannot be had.
   * @param {"page" | "python"} part @returns {Promise<void>}
   */
  window.whole = async (part) => {
    const known = document.createElement("link").relList.supports("modulepreload");
    if (known) await Promise.all(links(`[data-part="${part}"]`).map((link) => script(address(link)).promise));
  };
})();

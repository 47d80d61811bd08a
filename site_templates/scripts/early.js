// Runs before the page is drawn. Says that scripts run, so that the survey starts one question at a time
// without a flash of all twelve; takes it back if a script of the page cannot be loaded, so that nobody
// is left with buttons that do nothing.
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

  window.addEventListener(
    "error",
    (event) => {
      if (page.dataset.ready || !(event instanceof ErrorEvent || event.target instanceof HTMLScriptElement)) return;
      delete page.dataset.script;
      fail("file");
    },
    true,
  );
})();

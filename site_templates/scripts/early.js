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

  if (typeof WebAssembly !== "object") fail("wasm");

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

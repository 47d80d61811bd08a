// Stands in for PyScript in tests that promise nothing about Python. The page's own scripts run unchanged; the
// test's own Python answers their calls over a binding (harness/stub_python.py).
export const hooks = { worker: {} };

const sync = new Proxy({}, { get: (_, name) => (...parameters) => globalThis.askPython(name, parameters) });

/** A worker that ignores the page's messages; its media type is one before which the page puts no script. */
function worker() {
  const nothing = URL.createObjectURL(new Blob([""], { type: "application/javascript" }));
  return Object.assign(new Worker(nothing), { sync, ready: Promise.resolve() });
}

new MutationObserver(() => {
  for (const script of document.querySelectorAll('script[type="py"]')) script.xworker ??= worker();
}).observe(document, { childList: true, subtree: true });

// Stands in for PyScript where Python is not what a test promises. The page's own scripts run as they are; what
// they ask Python for, the test's own Python answers, over a binding (harness/stub_python.py).
export const hooks = { worker: {} };

const sync = new Proxy({}, { get: (_, name) => (...given) => globalThis.askPython(name, given) });

/** A worker that takes what the page hands over, and does nothing with it: of a type that no script is put before. */
function worker() {
  const nothing = URL.createObjectURL(new Blob([""], { type: "application/javascript" }));
  return Object.assign(new Worker(nothing), { sync, ready: Promise.resolve() });
}

new MutationObserver(() => {
  for (const script of document.querySelectorAll('script[type="py"]')) script.xworker ??= worker();
}).observe(document, { childList: true, subtree: true });

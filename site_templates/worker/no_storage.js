// Imported before PyScript, in the page and in its worker: a stand-in for IndexedDB that is always empty.
// PyScript opens databases to cache packages, and this site has no packages. The stand-in leaves not even an
// empty database on a shared workstation, and a browser whose storage is switched off works, too.

/** A request that succeeds with `result`, soon. @param {unknown} result */
function request(result) {
  /** @type {Record<string, any>} */
  const made = { result, onsuccess: null, onupgradeneeded: null, onerror: null };
  queueMicrotask(() => made.onsuccess?.({ target: made }));
  return made;
}

const store = {
  getAllKeys: () => request([]),
  getKey: () => request(undefined),
  get: () => request(undefined),
  count: () => request(0),
  put: () => request(undefined),
  delete: () => request(undefined),
  clear: () => request(undefined),
};
const database = { close() {}, transaction: () => ({ objectStore: () => store }) };

Object.defineProperty(globalThis, "indexedDB", {
  configurable: true,
  value: { open: () => request(database), deleteDatabase: () => request(undefined) },
});

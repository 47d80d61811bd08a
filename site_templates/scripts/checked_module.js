// Modules that come from the server only once they are needed, and are checked against a hash in the page.

/**
 * Return whether a module has the expected hash and runs; then `import` of the same address gives it.
 * @param {string} src
 * @param {string} integrity
 * @returns {Promise<boolean>}
 */
export function runs(src, integrity) {
  const script = Object.assign(document.createElement("script"), { type: "module", src, integrity });
  const settled = new Promise((resolve) => {
    script.onload = () => resolve(true);
    script.onerror = () => resolve(false);
  });
  document.head.append(script);
  return settled.finally(() => script.remove());
}

// Modules that come from the server only once they are needed: the browser checks them against a hash in the page.

/**
 * Import a module if it has the expected hash and runs; else return undefined.
 * @param {string} href its address, with a query
 * @param {string} integrity
 * @param {number} failed how often it has failed: neither the browser's cache nor its list of modules knows the
 * address that is asked for then
 * @returns {Promise<any>}
 */
export async function importChecked(href, integrity, failed) {
  const src = failed ? `${href}&again=${failed}` : href;
  const script = Object.assign(document.createElement("script"), { type: "module", src, integrity });
  const runs = new Promise((resolve) => {
    script.onload = () => resolve(true);
    script.onerror = () => resolve(false);
  });
  document.head.append(script);
  const ran = await runs;
  script.remove();
  return ran ? import(src) : undefined;
}

// A server's own Content-Security-Policy may forbid the style and the script that stand in the page. Then
// this file loads both as files, and the browser checks them against the hashes in the page.
(() => {
  const script = /** @type {HTMLScriptElement} */ (document.currentScript);
  if (!document.querySelector("style")?.sheet) {
    const { folder, style: integrity } = script.dataset;
    const style = { rel: "stylesheet", integrity, href: `${folder}site.css` };
    document.head.append(Object.assign(document.createElement("link"), style));
  }
  if (!document.documentElement.dataset.firstPaint) {
    const { href } = new URL("first_paint.js", script.src);
    const { script: integrity } = script.dataset;
    document.head.append(Object.assign(document.createElement("script"), { src: href, integrity }));
  }
})();

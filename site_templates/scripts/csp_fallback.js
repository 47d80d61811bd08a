// A server's own Content-Security-Policy may forbid the style and the script that stand in the page. Then
// this file loads both as files.
(() => {
  const script = /** @type {HTMLScriptElement} */ (document.currentScript);
  if (!document.querySelector("style")?.sheet) {
    const style = { rel: "stylesheet", href: `${script.dataset.folder}site.css` };
    document.head.append(Object.assign(document.createElement("link"), style));
  }
  if (!document.documentElement.dataset.firstPaint) {
    const { href } = new URL("first_paint.js", script.src);
    document.head.append(Object.assign(document.createElement("script"), { src: href }));
  }
})();

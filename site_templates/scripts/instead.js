// A server's own Content-Security-Policy may allow files only. Then the style and the script that stand in the
// page do nothing, and come as files instead.
(() => {
  const self = /** @type {HTMLScriptElement} */ (document.currentScript);
  if (!document.querySelector("style").sheet) {
    const style = { rel: "stylesheet", href: `${self.dataset.folder}site.css` };
    document.head.append(Object.assign(document.createElement("link"), style));
  }
  if (!document.documentElement.dataset.early) {
    const { href } = new URL("early.js", self.src);
    document.head.append(Object.assign(document.createElement("script"), { src: href }));
  }
})();

// Starts the page once all of its scripts are here and whole (early.js); asks again for early.js itself.
for (let pause = 200; !window.whole; pause = Math.min(2 * pause, 15_000)) {
  const lost = document.querySelector('script[src$="early.js"]');
  await fetch(lost.src, { cache: "reload" }).catch(() => {}); // a damaged copy must not come from the cache again
  const copy = document.createElement("script");
  copy.src = lost.src;
  copy.integrity = lost.integrity;
  const settled = new Promise((resolve) => {
    copy.onload = resolve;
    copy.onerror = () => setTimeout(resolve, pause);
  });
  lost.replaceWith(copy);
  await settled;
}
// PyScript is waited for by python.js alone: the questions need nothing of it.
await window.whole("page");
await import("./site.js");

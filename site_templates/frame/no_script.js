// Shows the page's <noscript> parts, as in a browser without scripts; with scripts they are only text.
for (const noscript of document.querySelectorAll("body noscript"))
  noscript.outerHTML = noscript.textContent ?? "";

// Shows what the page has for a browser without scripts: to a browser with scripts it is only text.
for (const noscript of document.querySelectorAll("body noscript"))
  noscript.outerHTML = noscript.textContent ?? "";

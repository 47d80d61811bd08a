// Stands in front of everything else in a single file. Once the browser has read all it has, this script
// looks for the end mark and compares the checksum of all texts: a mail program, an editor or an interrupted
// copy may have cut the file off or changed it. A page that is not whole says so and does nothing else.
//
// Where this very script is damaged, the sentence stands in the page and appears by itself after a while.
import { checksum, pathIn } from "./embedded.js";

const root = document.documentElement;
if (pathIn(location.href)) root.dataset.file = "opening"; // another page than the first: nothing of that shows

document.addEventListener("DOMContentLoaded", () => {
  const mark = document.getElementById("whole");
  const whole = mark && String(checksum(texts())) === mark.dataset.sum;
  if (whole) root.dataset.file ??= "whole";
  else sayDamaged();
});

/** All texts of this file: those of the page that is shown, then those of every other page. */
function texts() {
  const shown = document.querySelector("main")?.textContent ?? "";
  const stored = [...document.querySelectorAll("noscript[data-page]")].map(({ textContent }) => textContent);
  return [shown, ...stored].join("\n");
}

function sayDamaged() {
  root.dataset.file = "damaged";
  if (document.querySelector(".damaged")) return;
  // The file ends before the sentence; the head holds it, too, and shows it by itself up to the style that hides it.
  const says = Object.assign(document.createElement("div"), { className: "damaged" });
  for (const meta of document.querySelectorAll('meta[name="damaged"]')) {
    const textContent = meta.getAttribute("content");
    says.append(Object.assign(document.createElement("p"), { lang: meta.getAttribute("lang"), textContent }));
  }
  document.querySelector("style")?.remove(); // which would show them in the head, too
  document.body.append(says);
}

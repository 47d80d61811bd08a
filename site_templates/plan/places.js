// Says at its place what is missing, or what no plan can hold.
/** @import { Place } from "./desk" */
import { element, fill, made, show } from "../one_file/elements.js";
import { decisions, entry, title } from "./rows.js";

/** List what is missing, each with a way to its field. @param {Place[]} gaps */
export function showGaps(gaps) {
  show("missing", gaps.length > 0);
  fill("gaps", gaps.map(linked));
}

/** List faults, and mark their fields. @param {Place[]} faults @param {string} heading */
export function showRefusals(faults, heading) {
  clearRefusals();
  show("refused", true);
  element("refused-title").textContent = heading;
  fill("refusals", faults.map(linked));
  for (const { at, text } of faults) {
    const wrong = fieldAt(at);
    if (!wrong) continue;
    wrong.ariaInvalid = "true";
    const said = made("span", text);
    said.className = "fault";
    wrong.closest("p")?.append(said);
  }
  element("refused").scrollIntoView({ block: "center" });
  element("refused-title").focus();
}

export function clearRefusals() {
  show("refused", false);
  for (const wrong of document.querySelectorAll("[aria-invalid]")) wrong.removeAttribute("aria-invalid");
  for (const said of document.querySelectorAll("#plan .fault")) said.remove();
}

/** @param {Place} place */
function linked({ at, text }) {
  const target = fieldAt(at);
  if (!target) return made("li", text);
  const item = /** @type {HTMLElement | null} */ (target.closest(".measure"));
  const button = made("button", item ? `${title(item)}: ${text}` : text);
  button.setAttribute("type", "button");
  button.className = "link";
  button.addEventListener("click", () => {
    target.focus();
    target.scrollIntoView({ block: "center" });
  });
  return made("li", button);
}

/** @param {(string | number)[]} at */
function fieldAt(at) {
  if (at[0] === "contact") return element("contact");
  const item = decisions()[Number(at[1])];
  return at[0] === "decisions" && item ? entry(item, String(at[2])) : null;
}

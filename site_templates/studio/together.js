// What is said once of several surveys: how many people they invite together, and which reports come of them.
import { modeOf } from "./own_tables.js";
import { find } from "./page_parts.js";
import { pathOf, valueAt } from "./paths.js";
import { getState } from "./workspace.js";

/** Show what several surveys say together. @param {any[]} surveys */
export function showTogether(surveys) {
  const part = find("#together");
  const headcount = find('[data-at="collection.headcount"]', part);
  const release = find('[data-at="collection.release"]', part);
  headcount.hidden = surveys.length < 2;
  release.hidden = !showsRelease(release, surveys);
  part.hidden = headcount.hidden && release.hidden;
}

/** Tell whether the choice matters, is made, or is being made: nobody's focus gets lost. @param {HTMLElement} field @param {any[]} surveys */
function showsRelease(field, surveys) {
  const value = valueAt(getState()?.values, pathOf(field)) ?? field.dataset.first;
  const matters = surveys.length > 1 && surveys.some((survey) => modeOf(survey) !== "off");
  return matters || value !== field.dataset.first || field.contains(document.activeElement);
}

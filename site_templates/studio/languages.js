// The languages of the site. What was written in a language that is switched off comes back with it.
import { languageName, siteLanguages } from "./localised_texts.js";
import { find, findAll, make } from "./page_parts.js";
import { edit, getState } from "./workspace.js";

/**
 * @typedef {import("./paths.js").Path} Path
 * @typedef {import("./workspace.js").Edit} Edit
 */

const boxes = () => /** @type {HTMLInputElement[]} */ (findAll("#language-boxes input"));
const first = () => /** @type {HTMLSelectElement} */ (find("#first"));

export function showLanguages() {
  const chosen = siteLanguages();
  for (const box of boxes()) {
    box.checked = chosen.includes(box.value);
    box.disabled = chosen.length === 1 && box.checked; // a site has one language at least
  }
  const options = chosen.map((code) => {
    const option = /** @type {HTMLOptionElement} */ (make("option", languageName(code)));
    option.value = code;
    return option;
  });
  first().replaceChildren(...options);
  first().value = chosen[0];
  find("#first-language").hidden = chosen.length < 2;
}

/** Edits that bring back the texts of a language that was switched off. @type {Map<string, Edit[]>} */
const parked = new Map();

/** @param {Event} event */
function choose({ target }) {
  const { value, checked } = /** @type {HTMLInputElement} */ (target);
  const chosen = siteLanguages();
  if (checked) {
    edit({ op: "set", at: ["site", "languages"], value: [...chosen, value] }, ...(parked.get(value) ?? []));
    parked.delete(value);
    return;
  }
  const texts = [...textsIn(getState()?.values, value)];
  parked.set(
    value,
    texts.map(([at, text]) => ({ op: "set", at, value: text })),
  );
  const left = chosen.filter((code) => code !== value);
  edit(
    { op: "set", at: ["site", "languages"], value: left },
    ...texts.map(([at]) => /** @type {Edit} */ ({ op: "remove", at })),
  );
}

/** Yield every text in a language, with its path. @param {any} values @param {string} language @param {Path} [at] @returns {Generator<[Path, unknown]>} */
function* textsIn(values, language, at = []) {
  if (typeof values !== "object" || values === null) return;
  for (const [key, value] of Object.entries(values)) {
    const path = [...at, Array.isArray(values) ? Number(key) : key];
    if (key === language && !Array.isArray(values)) yield [path, structuredClone(value)];
    else yield* textsIn(value, language, path);
  }
}

function chooseFirst() {
  const chosen = siteLanguages().filter((code) => code !== first().value);
  edit({ op: "set", at: ["site", "languages"], value: [first().value, ...chosen] });
}

export function listenToLanguages() {
  for (const box of boxes()) box.addEventListener("change", choose);
  first().addEventListener("change", chooseFirst);
}

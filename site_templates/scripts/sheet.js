// The answer sheet: the twelve radio groups of the form, and nothing besides. Answers live in the form's
// radios until they are wiped; they are never written anywhere.

/** @returns {HTMLFormElement} */
export const form = () => /** @type {HTMLFormElement} */ (document.getElementById("survey"));

/** @returns {HTMLFieldSetElement[]} */
export const questions = () => [...form().querySelectorAll("fieldset[data-item]")];

/** @param {HTMLFieldSetElement} question @returns {HTMLInputElement | null} */
export const chosen = (question) => question.querySelector("input:checked");

/** @returns {Record<string, number>} item -> 0..3, for the items answered so far */
export function answers() {
  const given = questions().flatMap((question) => chosen(question) ?? []);
  return Object.fromEntries(given.map((radio) => [radio.name, Number(radio.value)]));
}

/** Whether `given` answers every question and still stands in the form. @param {Record<string, number>} given */
export function stands(given) {
  const now = answers();
  return questions().every(({ dataset: { item } }) => item in given && now[item] === given[item]);
}

/** @param {Record<string, number>} given tick these answers */
export function tick(given) {
  for (const [item, value] of Object.entries(given)) {
    const radio = form().querySelector(`input[name="${item}"][value="${value}"]`);
    if (radio instanceof HTMLInputElement) radio.checked = true;
  }
}

/** Say at a question that its answer is missing, or no longer. @param {HTMLElement} question @param {boolean} missing */
export function complain(question, missing) {
  const error = /** @type {HTMLElement} */ (question.querySelector(".error"));
  error.hidden = !missing;
  question.setAttribute("aria-invalid", String(missing));
  if (missing) question.setAttribute("aria-describedby", error.id);
  else question.removeAttribute("aria-describedby");
}

/** Where the view is low or the text large: the question first, and its answer in any case. @param {HTMLElement} radio */
export function bringIntoView(radio) {
  const answer = radio.closest("label");
  if (!answer) return;
  if (answer.getBoundingClientRect().bottom > window.innerHeight) radio.closest("fieldset").scrollIntoView();
  answer.scrollIntoView({ block: "nearest" });
}

export function wipe() {
  form().reset();
  for (const question of questions()) complain(question, false);
}

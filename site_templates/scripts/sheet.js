// The answer sheet: the twelve groups of radio buttons in the form, and nothing else. Answers live in the
// radio buttons until they are wiped; they are never written anywhere.
import { element, find, findAll } from "./page_contract.js";

/** @returns {HTMLFieldSetElement[]} */
export const questions = () => /** @type {HTMLFieldSetElement[]} */ (findAll("#survey fieldset[data-item]"));

/** @param {HTMLElement} question @returns {HTMLInputElement | null} */
export const chosen = (question) => question.querySelector("input:checked");

/** @returns {Record<string, number>} item -> 0..3, for the items answered so far */
export function answers() {
  const given = questions().flatMap((question) => chosen(question) ?? []);
  return Object.fromEntries(given.map((radio) => [radio.name, Number(radio.value)]));
}

/**
 * Return whether `given` answers every question and is still what the form says.
 * @param {Record<string, number>} given
 */
export function isUnchanged(given) {
  const now = answers();
  return questions().every(({ dataset: { item = "" } }) => item in given && now[item] === given[item]);
}

/** Tick the answers in `given`. @param {Record<string, number>} given */
export function tick(given) {
  for (const [item, value] of Object.entries(given)) {
    const radio = radioFor(item, value);
    if (radio) radio.checked = true;
  }
}

/** @param {string} item @param {number} value @returns {HTMLInputElement | null} */
export const radioFor = (item, value) =>
  element("survey").querySelector(`input[name="${item}"][value="${value}"]`);

/**
 * Show at a question that its answer is missing, or hide that message.
 * @param {HTMLElement} question
 * @param {boolean} missing
 */
export function showError(question, missing) {
  const error = find(".error", question);
  error.hidden = !missing;
  question.setAttribute("aria-invalid", String(missing));
  if (missing) question.setAttribute("aria-describedby", error.id);
  else question.removeAttribute("aria-describedby");
}

/**
 * Scroll to the answer; where the view is low or the text is large, scroll to its question first.
 * @param {HTMLElement} radio
 */
export function bringIntoView(radio) {
  const answer = radio.closest("label");
  if (!answer) return;
  if (answer.getBoundingClientRect().bottom > window.innerHeight) radio.closest("fieldset")?.scrollIntoView();
  answer.scrollIntoView({ block: "nearest" });
}

export function wipe() {
  element("survey").reset();
  for (const question of questions()) showError(question, false);
}

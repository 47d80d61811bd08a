// After an answer is chosen with a pointer, the survey goes on by itself. Not after one by keyboard, where an
// arrow key chooses on the way to another answer, nor after the click of a screen reader (WCAG 3.2.2).
import { findAll } from "./page_contract.js";

const CONFIRMATION = 400; // milliseconds; long enough to see which answer was taken
// Milliseconds after a step in which nobody can have read the new question: a press was meant for the last one.
const TOO_EARLY = 300;

let timer = 0;
let steppedAt = Number.NEGATIVE_INFINITY;
/** The press that a click may follow. @type {{isReal: boolean, isEarly: boolean} | null} */
let press = null;

/** Stay at this question, unless another answer is chosen. */
export function cancel() {
  clearTimeout(timer);
  for (const question of findAll("fieldset[data-taken]")) delete question.dataset.taken;
}

/**
 * Watch for answers. `leadsOn` tells whether to go on from a question by itself, `goOn` does it.
 * @param {{leadsOn: (question: HTMLElement) => boolean, goOn: () => void}} survey
 */
export function watch({ leadsOn, goOn }) {
  const step = () => {
    cancel();
    goOn();
    steppedAt = performance.now();
  };
  /** @param {HTMLElement} question */
  const confirm = (question) => {
    cancel();
    question.dataset.taken = "yes";
    timer = setTimeout(step, CONFIRMATION);
  };

  // Whatever the person does next counts, and no longer the answer before it.
  window.addEventListener(
    "pointerdown",
    (event) => {
      cancel();
      press = { isReal: !isVirtualPress(event), isEarly: isEarly() };
    },
    true,
  );
  window.addEventListener(
    "keydown",
    () => {
      cancel();
      press = null;
    },
    true,
  );

  window.addEventListener(
    "click",
    (event) => {
      const { isReal, isEarly: wasEarly } = press ?? { isReal: false, isEarly: isEarly() };
      press = null;
      const target = /** @type {Element} */ (event.target);
      const button = target.closest(".steps .primary");
      const answer = target.closest("#survey label");
      if ((wasEarly && (button || answer)) || (event.detail > 1 && button)) {
        // Meant for the question before; so is the second click of a double click.
        event.preventDefault();
        event.stopImmediatePropagation();
        return;
      }
      const question = /** @type {HTMLElement | null} */ (answer?.closest("fieldset") ?? null);
      if (question && isReal && !isVirtualClick(event) && leadsOn(question)) confirm(question);
    },
    true,
  );
}

const isEarly = () => performance.now() - steppedAt < TOO_EARLY;

// A screen reader's press and click, told from a person's by the same signs as in React Aria (adobe/react-spectrum,
// packages/@react-aria/utils/src/isVirtualEvent.ts). A person's press that looks like one waits for "next".

/**
 * VoiceOver's pointer has no size, or a third of a pixel; TalkBack's has one pixel and no pressure.
 * @param {PointerEvent} press
 */
const isVirtualPress = ({ width, height, pressure, detail, pointerType }) =>
  (width < 1 && height < 1) ||
  (width === 1 && height === 1 && pressure === 0 && detail === 0 && pointerType === "mouse");

/**
 * NVDA, JAWS and keys click without a count or a type of pointer; TalkBack's click holds a button down. Older
 * browsers' clicks never have a type of pointer.
 * @param {MouseEvent & {pointerType?: string}} click
 */
const isVirtualClick = ({ detail, buttons, pointerType, isTrusted }) =>
  detail === 0 || (pointerType === "" && isTrusted) || (Boolean(pointerType) && buttons === 1);

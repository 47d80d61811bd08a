// A shared workstation: answers and results that nobody looks at any more are wiped, after a warning.
import { element } from "./page_contract.js";
import { getState } from "./page_state.js";

const WARN_AFTER = Number(getState("idle")) * 60_000;
const WIPE_AFTER = 60_000;
// A screen reader or spoken commands may press and choose without a pointer or a key.
const ACTIVITY = ["pointerdown", "pointermove", "keydown", "scroll", "touchstart", "click", "input"];

/**
 * Watch for activity. `atStake` tells whether there is anything to wipe.
 * @param {{atStake: () => boolean, wipe: () => void}} survey
 */
export function watch({ atStake, wipe }) {
  let timer = 0;
  let lastActive = Date.now();
  const restart = () => {
    // Timers stand still while a machine sleeps; whoever wakes it may be somebody else.
    const slept = Date.now() - lastActive > WARN_AFTER + WIPE_AFTER;
    lastActive = Date.now();
    if (slept && atStake()) giveUp();
    if (element("idle").open) return; // now only an answer in the dialog counts
    clearTimeout(timer);
    timer = setTimeout(warn, WARN_AFTER);
  };
  const warn = () => {
    if (!atStake()) {
      restart(); // there may be something to wipe next time
      return;
    }
    element("idle").showModal();
    timer = setTimeout(giveUp, WIPE_AFTER);
  };
  const giveUp = () => {
    clearTimeout(timer);
    element("idle").close();
    wipe();
  };
  for (const activity of ACTIVITY) window.addEventListener(activity, restart, { passive: true });
  // "close" does not bubble, but it can be caught on its way down, whichever language's dialog it is.
  document.addEventListener("close", restart, true);
  restart();
}

/** Close the dialog: somebody is there. */
export function stay() {
  element("idle").close();
}

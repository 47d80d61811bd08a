// A shared workstation: answers and results that nobody looks at any more are wiped, after a warning.

/** By this site's configuration. */
const WARN_AFTER = Number(document.documentElement.dataset.idle) * 60_000;
const WIPE_AFTER = 60_000;
// A screen reader or spoken commands may press and choose without a pointer or a key.
const ACTIVITY = ["pointerdown", "pointermove", "keydown", "scroll", "touchstart", "click", "input"];

/**
 * Watch for activity. `atStake` tells whether there is anything to wipe.
 * @param {{atStake: () => boolean, wipe: () => void}} page
 */
export function watch({ atStake, wipe }) {
  let timer = 0;
  let last = Date.now();
  const dialog = () => /** @type {HTMLDialogElement | null} */ (document.getElementById("idle"));
  const rest = () => {
    // Timers stand still while a machine sleeps; whoever wakes it may be somebody else.
    const slept = Date.now() - last > WARN_AFTER + WIPE_AFTER;
    last = Date.now();
    if (slept && atStake()) end();
    if (dialog()?.open) return; // now only an answer to the question counts
    clearTimeout(timer);
    timer = setTimeout(warn, WARN_AFTER);
  };
  const warn = () => {
    if (!atStake()) {
      rest(); // there may be, by the next time
      return;
    }
    dialog()?.showModal();
    timer = setTimeout(end, WIPE_AFTER);
  };
  const end = () => {
    clearTimeout(timer);
    dialog()?.close();
    wipe();
  };
  for (const activity of ACTIVITY) window.addEventListener(activity, rest, { passive: true });
  // Closing does not bubble, but it can be caught on its way down, whichever language's dialog it is.
  document.addEventListener("close", rest, true);
  rest();
}

/** The person is there. */
export function stay() {
  /** @type {HTMLDialogElement} */ (document.getElementById("idle")).close();
}

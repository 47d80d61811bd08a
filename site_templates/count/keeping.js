// The state of a count in this browser: numbers and codes, under a name of its survey's own. Each save
// replaces the one before as a whole, so that no reload finds half of one.

const name = () => `lastbild-count:${document.documentElement.dataset.survey}`;

/** Whether the browser stores anything for this page. */
export let keeps = true;

/** What an earlier visit kept, or null; text that is no JSON is returned as a text. */
export function kept() {
  let text = null;
  try {
    text = localStorage.getItem(name());
    return text === null ? null : JSON.parse(text);
  } catch {
    keeps = text !== null;
    return text;
  }
}

let isOver = false;

/** Keep a state; tell whether it was. @param {object} state */
export function keep(state) {
  if (isOver) return keeps;
  try {
    localStorage.setItem(name(), JSON.stringify(state));
    keeps = true;
  } catch {
    keeps = false;
    forget(); // an older state would be taken up in place of this one
  }
  return keeps;
}

/** Forget everything that was kept. */
export function forget() {
  try {
    localStorage.removeItem(name());
  } catch {
    keeps = false;
  }
}

/** Forget everything, and keep nothing more from this page. */
export function forgetForGood() {
  isOver = true;
  forget();
}

/** Call `then` once another window keeps a state of this survey. @param {() => void} then */
export function onOtherWindow(then) {
  addEventListener("storage", (event) => {
    if (event.key === name() || event.key === null) then();
  });
}

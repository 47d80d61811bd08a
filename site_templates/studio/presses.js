// Nothing moves under a finger: while a pointer is down, what would move the page waits. Else the press of a button
// would begin on the button and end beside it, and nothing would happen.

// A press that never ends, such as one that opened the system's own window, is forgotten after this time.
const LONGEST = 700; // milliseconds

let isDown = false;
let timer = 0;
/** What waits, once each. @type {Set<() => void>} */
const waiting = new Set();

/** Do `work` at once, or as soon as no pointer is down. @param {() => void} work */
export function unlessPressed(work) {
  if (isDown) waiting.add(work);
  else work();
}

function release() {
  isDown = false;
  clearTimeout(timer);
  const works = [...waiting];
  waiting.clear();
  for (const work of works) work();
}

export function listenToPresses() {
  const afterClick = () => setTimeout(release);
  document.addEventListener(
    "pointerdown",
    () => {
      isDown = true;
      clearTimeout(timer);
      timer = setTimeout(release, LONGEST);
    },
    true,
  );
  document.addEventListener("pointerup", afterClick, true);
  document.addEventListener("pointercancel", afterClick, true);
}

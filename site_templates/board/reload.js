// Reloads the board whenever the preview has built it again.
const EVERY = 1_000;

async function stamp() {
  const answer = await fetch("stamp.txt", { cache: "no-store" });
  return answer.ok ? answer.text() : null;
}

const shown = await stamp();

async function check() {
  // A preview that has ended answers nothing; it may be started again.
  const now = await stamp().catch(() => null);
  if (now && now !== shown) location.reload();
  else setTimeout(check, EVERY);
}

setTimeout(check, EVERY);

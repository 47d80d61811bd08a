// Two windows of the studio at once: the later one says so and keeps nothing, until somebody goes on there.
import { buttonLabel, root, say, showBanner } from "./page_parts.js";

let keeps = true;

/** Tell whether this window is the one that keeps. */
export const isFirstWindow = () => keeps;

const channel =
  "BroadcastChannel" in window
    ? new BroadcastChannel(`lastbild-studio ${location.pathname.replace(/[^/]*$/, "")}`)
    : null;

/** Ask for other windows, and answer theirs. @param {() => void} onTakenOver called once this window keeps */
export function watchWindows(onTakenOver) {
  channel?.addEventListener("message", ({ data }) => {
    if (data === "anybody?" && keeps) channel.postMessage("here");
    else if (data === "here") beSecond(onTakenOver);
    else if (data === "mine" && keeps) leave();
  });
  channel?.postMessage("anybody?");
}

/** @param {() => void} onTakenOver */
function beSecond(onTakenOver) {
  if (root.dataset.desk === "server") return showBanner(say("second_window_server"));
  keeps = false;
  const act = () => {
    keeps = true;
    channel?.postMessage("mine");
    onTakenOver();
  };
  showBanner(say("second_window"), { label: buttonLabel("take_over"), act });
}

function leave() {
  if (root.dataset.desk === "server") return;
  keeps = false;
  showBanner(say("taken_over"));
}

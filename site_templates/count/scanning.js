// Enters ballots by camera and by photo, beside typing: the part of the page that shows what is scanned.
import { confirmed, element, field, write } from "../one_file/elements.js";
import { camera, readPhoto } from "./scanner.js";
import { word } from "../one_file/words.js";

/** Let people scan. `enter` asks the desk for what a QR code says, and tells whether it was entered.
 * @param {(text: string) => Promise<boolean>} enter */
export function letScan(enter) {
  const video = /** @type {HTMLVideoElement} */ (element("camera"));
  const details = /** @type {HTMLDetailsElement} */ (element("camera-details"));
  const photo = field("photo");
  let last = ""; // what stood on the ballot that was entered before
  /** @type {Promise<void>} */
  let turn = Promise.resolve(); // one ballot after the other, also from camera and photo at once

  /** @param {string} text */
  const seen = (text) => {
    turn = turn.then(() => enterSeen(text));
    return turn;
  };

  /** Enter a ballot; the same code as on the one before may be the same ballot, so ask.
   * @param {string} text */
  async function enterSeen(text) {
    const question = word("again_question", { code: text.slice(text.lastIndexOf(" ") + 1) });
    if (text === last && !(await confirmed(question, word("yes_again"), word("no_again")))) {
      tell(word("not_again"));
      return;
    }
    last = (await enter(text)) ? text : "";
    const refused = element("refused");
    tell(element(refused.hidden ? "said" : "refused").textContent ?? "", !refused.hidden, true);
  }
  const live = camera(video, seen);

  /** Say it beside the picture. What stands above, too, was read out there.
   * @param {string} text @param {boolean} wrong @param {boolean} saidAbove */
  function tell(text, wrong = false, saidAbove = false) {
    element("scanned").ariaHidden = String(saidAbove);
    write("scanned", text);
    element("scanned").classList.toggle("error", wrong);
  }

  function showWhetherOn() {
    element("camera-frame").hidden = !live.on;
    write("camera-switch", word(live.on ? "camera_off" : "camera_on"));
  }

  async function switchCamera() {
    tell("");
    if (live.on) live.stop();
    else await live.start().catch((error) => tell(word(why(error)), true));
    showWhetherOn();
  }

  function stop() {
    live.stop();
    tell("");
    showWhetherOn();
  }

  async function scanPhoto() {
    const file = photo.files?.[0];
    if (!file) return;
    const text = await readPhoto(file).catch(() => undefined);
    photo.value = ""; // the same file can be chosen again, and its name is not kept
    if (text === undefined) tell(word("no_picture"), true);
    else if (text === null) tell(word("no_qr"), true);
    else await seen(text);
  }

  photo.addEventListener("change", () => void scanPhoto());
  details.addEventListener("toggle", () => details.open || stop());
  return { switchCamera, stop, showWhetherOn };
}

/** The word that tells why there is no camera. @param {unknown} error */
function why(error) {
  const name = error instanceof DOMException ? error.name : "";
  return name === "NotAllowedError" || name === "SecurityError" ? "camera_refused" : "camera_missing";
}

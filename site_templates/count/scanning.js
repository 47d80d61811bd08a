// Enters ballots by camera and by photo, beside typing: the part of the page that shows what is scanned.
import { confirmed, element, field, write } from "./elements.js";
import { camera, readPhoto } from "./scanner.js";
import { word } from "./words.js";

/** Let people scan. `enter` asks the desk for what a QR code says, and tells whether it was entered.
 * @param {(text: string) => Promise<boolean>} enter */
export function letScan(enter) {
  const video = /** @type {HTMLVideoElement} */ (element("camera"));
  const details = /** @type {HTMLDetailsElement} */ (element("camera-details"));
  const photo = field("photo");
  let last = ""; // what stood on the ballot that was entered before

  /** Enter a ballot; the same code as on the one before may be the same ballot, so ask.
   * @param {string} text */
  async function seen(text) {
    const question = word("again_question", { code: text.slice(text.lastIndexOf(" ") + 1) });
    if (text === last && !(await confirmed(question, word("yes_again"), word("no_again")))) {
      tell(word("not_again"));
      return;
    }
    last = (await enter(text)) ? text : "";
    const refused = element("refused");
    tell(element(refused.hidden ? "said" : "refused").textContent ?? "", !refused.hidden);
  }
  const live = camera(video, seen);

  /** @param {string} text @param {boolean} wrong */
  function tell(text, wrong = false) {
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
    try {
      const text = await readPhoto(file);
      if (text === null) tell(word("no_qr"), true);
      else await seen(text);
    } catch {
      tell(word("no_picture"), true);
    }
    photo.value = ""; // the same file can be chosen again, and its name is not kept
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

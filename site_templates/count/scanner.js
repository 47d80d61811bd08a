// Reads the QR codes of printed ballots, from the camera or from a photo. No picture leaves this page or stays.
import decodeQR from "qr/decode.js";

const LOOKS_EVERY = 120; // milliseconds
const GONE_AFTER = 800; // a ballot that was not seen for so long was taken away
const SIDES = [1000, 2500]; // pixels of a picture's longer side; a large photo is looked at in small first
const PHOTO_TAKES = 1500; // milliseconds for a photo that is hard to read

const canvas = document.createElement("canvas");
const context = canvas.getContext("2d", { willReadFrequently: true });

/** What the QR code in a picture says; null if there is none.
 * @param {CanvasImageSource} picture @param {number} width @param {number} height @param {number} side
 * @param {import("qr/decode.js").DecodeOpts} effort @returns {string | null} */
function read(picture, width, height, side, effort = {}) {
  const scale = Math.min(1, side / Math.max(width, height));
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  if (!context || !canvas.width || !canvas.height) return null;
  context.drawImage(picture, 0, 0, canvas.width, canvas.height);
  try {
    return decodeQR(context.getImageData(0, 0, canvas.width, canvas.height), effort);
  } catch {
    return null; // it throws whenever it finds none
  }
}

/** What the QR code in a photo says; null if there is none. Rejects if the file is no picture.
 * @param {Blob} photo */
export async function readPhoto(photo) {
  const picture = await createImageBitmap(photo);
  const { width, height } = picture;
  const effort = { effort: Number.POSITIVE_INFINITY, timeLimit: PHOTO_TAKES };
  const text = SIDES.reduce(
    (/** @type {string | null} */ found, side) => found ?? read(picture, width, height, side, effort),
    null,
  );
  picture.close();
  return text;
}

/** A camera that shows its picture in `video` and calls `seen` once for each ballot that is held before it:
 * with what its QR code says. While `seen` is at work, nobody looks.
 * @param {HTMLVideoElement} video @param {(text: string) => Promise<unknown>} seen */
export function camera(video, seen) {
  /** @type {MediaStream | null} */
  let stream = null;
  let [before, lastSeen] = ["", Number.NEGATIVE_INFINITY];

  async function look() {
    if (!stream) return;
    const text = video.videoWidth ? read(video, video.videoWidth, video.videoHeight, SIDES[0]) : null;
    const now = performance.now();
    if (text !== null) {
      const isNew = text !== before || now - lastSeen > GONE_AFTER;
      before = text;
      if (isNew) await seen(text);
      lastSeen = performance.now();
    }
    if (stream) setTimeout(look, LOOKS_EVERY);
  }

  return {
    /** Show what the camera sees. Rejects with the browser's reason if there is none to be had. */
    async start() {
      if (stream) return;
      const wish = { facingMode: "environment", width: { ideal: 1280 } };
      const granted = await navigator.mediaDevices.getUserMedia({ video: wish });
      stream = granted;
      video.srcObject = granted;
      await video.play();
      void look();
    },
    stop() {
      for (const track of stream?.getTracks() ?? []) track.stop();
      stream = null;
      video.srcObject = null;
    },
    get on() {
      return Boolean(stream);
    },
  };
}

// A picture that a person drops becomes one that the generator takes: the browser decodes what only it can.
// Sizes and limits are those of generator/brand/picture.py, picture_conversion.py and png.py.

const LARGEST_FILE = 30_000_000; // bytes; read by the browser, never by the generator
const LARGEST_PNG = 1_000_000; // bytes
const MOST_PIXELS = 30_000_000;
const [WIDEST, HIGHEST] = [1000, 400]; // pixels
const LONGEST_SIDE = 4000; // pixels of a PNG that is taken as it is
const SMALLER = 0.8; // the next size to try if a PNG is too large

const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
// How the pictures begin that every browser shows: PNG, JPEG, GIF, WebP (in a RIFF).
const KNOWN = [PNG, [0xff, 0xd8, 0xff], [0x47, 0x49, 0x46, 0x38], [0x52, 0x49, 0x46, 0x46]];
// Chunks of a PNG that the generator does not take: a colour profile, and all that moves.
const UNUSUAL = new Set(["iCCP", "acTL", "fcTL", "fdAT"]);

/** @typedef {"too_large" | "no_picture" | "unreadable"} PictureReason */

/** The file does not become a picture; `reason` says why. */
export class PictureError extends Error {
  /** @param {PictureReason} reason */
  constructor(reason) {
    super(reason);
    this.name = "PictureError";
    this.reason = reason;
  }
}

/**
 * Return name and bytes of the picture in `file` for a workspace. An SVG, and a PNG as the generator takes it, stay as
 * they are; every other picture becomes a PNG, upright, in sRGB, still, and small enough for a site.
 *
 * Throws `PictureError`: "too_large" (in bytes or pixels, and then nothing of it is decoded), "no_picture" (the
 * browser knows no such picture) or "unreadable" (it begins like one and is damaged).
 * @param {File} file
 * @returns {Promise<{name: string, bytes: Uint8Array<ArrayBuffer>}>}
 */
export async function toPng(file) {
  if (file.size > LARGEST_FILE) throw new PictureError("too_large");
  const { name } = file;
  const bytes = new Uint8Array(await file.arrayBuffer().catch(() => refuse("unreadable")));
  if (/\.svg$/i.test(name) || isPlain(bytes)) return { name, bytes };
  const bitmap = await decoded(
    file,
    KNOWN.some((start) => beginsWith(bytes, start)) ? "unreadable" : "no_picture",
  );
  try {
    return { name: `${name.replace(/\.[^.]*$/, "")}.png`, bytes: await encoded(bitmap) };
  } finally {
    bitmap.close();
  }
}

/** @param {PictureReason} reason @returns {never} */
function refuse(reason) {
  throw new PictureError(reason);
}

/** @param {Uint8Array} bytes @param {number[]} start */
const beginsWith = (bytes, start) => start.every((byte, at) => bytes[at] === byte);

/**
 * Tell whether this is a PNG that the generator takes as it is. A damaged one may count as such, too: the generator
 * says what is wrong.
 * @param {Uint8Array<ArrayBuffer>} bytes
 */
function isPlain(bytes) {
  if (!beginsWith(bytes, PNG) || bytes.length > LARGEST_PNG) return false;
  const view = new DataView(bytes.buffer);
  for (let at = PNG.length; at + 12 <= bytes.length; at += 12 + view.getUint32(at)) {
    const kind = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    if (UNUSUAL.has(kind) || (kind === "IHDR" && !hasPlainHeader(view, at + 8))) return false;
    if (kind === "IEND") break;
  }
  return true;
}

/** @param {DataView} view @param {number} at where the header's numbers begin: PNG specification, 11.2.1 */
function hasPlainHeader(view, at) {
  if (view.byteLength < at + 13) return true; // it ends early: damaged
  const [width, height] = [view.getUint32(at), view.getUint32(at + 4)];
  const [depth, interlaced] = [view.getUint8(at + 8), view.getUint8(at + 12)];
  return Math.max(width, height) <= LONGEST_SIDE && depth <= 8 && !interlaced;
}

/**
 * Decode the picture, upright. Only its size is read first: a few bytes may hold more pixels than there is memory.
 * @param {File} file @param {PictureReason} otherwise the reason if it is none
 */
async function decoded(file, otherwise) {
  const address = URL.createObjectURL(file);
  try {
    const picture = new Image();
    await new Promise((resolve, reject) => {
      picture.onload = resolve;
      picture.onerror = () => reject(new PictureError(otherwise));
      picture.src = address;
    });
    const { naturalWidth: width, naturalHeight: height } = picture;
    if (width * height > MOST_PIXELS) throw new PictureError("too_large");
    if (!width || !height) throw new PictureError(otherwise);
    return await createImageBitmap(file, { imageOrientation: "from-image" }).catch(() => refuse(otherwise));
  } finally {
    URL.revokeObjectURL(address);
  }
}

/** @param {ImageBitmap} bitmap @returns {Promise<Uint8Array<ArrayBuffer>>} */
async function encoded(bitmap) {
  let scale = Math.min(1, WIDEST / bitmap.width, HIGHEST / bitmap.height);
  for (;;) {
    const png = await asPng(scaled(bitmap, scale));
    if (png.size <= LARGEST_PNG) return new Uint8Array(await png.arrayBuffer());
    scale *= SMALLER;
  }
}

/**
 * Draw the picture smaller. By halves, since a browser that makes a picture ten times smaller at once leaves out
 * most of its pixels.
 * @param {ImageBitmap} bitmap @param {number} scale
 */
function scaled(bitmap, scale) {
  const [width, height] = [bitmap.width, bitmap.height].map((side) => Math.max(1, Math.round(side * scale)));
  /** @type {ImageBitmap | HTMLCanvasElement} */
  let picture = bitmap;
  while (picture.width > 2 * width && picture.height > 2 * height)
    picture = drawn(picture, Math.ceil(picture.width / 2), Math.ceil(picture.height / 2));
  return drawn(picture, width, height);
}

/** @param {ImageBitmap | HTMLCanvasElement} picture @param {number} width @param {number} height */
function drawn(picture, width, height) {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [width, height];
  const pen = canvas.getContext("2d");
  if (!pen) throw new PictureError("too_large"); // there is no memory for it
  pen.imageSmoothingQuality = "high";
  pen.drawImage(picture, 0, 0, width, height);
  return canvas;
}

/** @param {HTMLCanvasElement} canvas @returns {Promise<Blob>} */
function asPng(canvas) {
  return new Promise((resolve, reject) => {
    canvas.toBlob((png) => (png ? resolve(png) : reject(new PictureError("too_large"))), "image/png");
  });
}

// Zip archives, unpacked by the browser: a server need not compress, and knows the type of zip files.
import { PIECE, yieldToOthers } from "./yielding.js";

const LOCAL_FILE = 0x504b0304; // "PK", 3, 4

/**
 * Return the files of an archive, in their order, each as a function that gives the contents with a media
 * type.
 * @param {Uint8Array<ArrayBuffer>} archive deflated, with sizes in the local headers (PKWARE APPNOTE 4.3.7),
 * as the generator writes it
 * @returns {((type: string) => Response)[]}
 */
export function unzip(archive) {
  const header = new DataView(archive.buffer, archive.byteOffset, archive.byteLength);
  const files = [];
  for (let at = 0; header.getUint32(at) === LOCAL_FILE; ) {
    const start = at + 30 + header.getUint16(at + 26, true) + header.getUint16(at + 28, true);
    const end = start + header.getUint32(at + 18, true);
    at = end;
    files.push((/** @type {string} */ type) => {
      const stream = inPieces(archive.subarray(start, end)).pipeThrough(
        new DecompressionStream("deflate-raw"),
      );
      return new Response(stream, { headers: { "content-type": type } });
    });
  }
  return files;
}

/** @param {Uint8Array<ArrayBuffer>} packed @returns {ReadableStream<Uint8Array<ArrayBuffer>>} */
function inPieces(packed) {
  let at = 0;
  return new ReadableStream({
    async pull(controller) {
      await yieldToOthers();
      controller.enqueue(packed.subarray(at, at + PIECE));
      at += PIECE;
      if (at >= packed.length) controller.close();
    },
  });
}

// Zip archives, unpacked by the browser: servers need not compress, and know the ending.
import { othersFirst, PIECE } from "./turns.js";

const LOCAL_FILE = 0x504b0304; // "PK", 3, 4

/**
 * @param {Uint8Array} archive deflated, sizes in the local headers (PKWARE APPNOTE 4.3.7), as the generator makes it
 * @returns {((type: string) => Response)[]} for each of its files, in their order, what gives its contents
 */
export function unzip(archive) {
  const header = new DataView(archive.buffer, archive.byteOffset, archive.byteLength);
  const files = [];
  for (let at = 0; header.getUint32(at) === LOCAL_FILE; ) {
    const start = at + 30 + header.getUint16(at + 26, true) + header.getUint16(at + 28, true);
    const end = (at = start + header.getUint32(at + 18, true));
    files.push((type) => {
      const stream = pieces(archive.subarray(start, end)).pipeThrough(new DecompressionStream("deflate-raw"));
      return new Response(stream, { headers: { "content-type": type } });
    });
  }
  return files;
}

/** @param {Uint8Array} packed */
function pieces(packed) {
  let at = 0;
  return new ReadableStream({
    async pull(controller) {
      await othersFirst();
      controller.enqueue(packed.subarray(at, (at += PIECE)));
      if (at >= packed.length) controller.close();
    },
  });
}

// brotli for the worker behind a desk, whose Python packs fonts (brotli.py): the WebAssembly of the npm package
// brotli-wasm, called without that package's own script, which is a module and starts only while one waits.
// The functions and their numbers are those of its pkg.web/brotli_wasm.js.
{
  const FINISHED = 1;
  const MORE_TO_COME = 3; // there was no room for the rest
  const BEST = 11; // brotli's highest quality
  const AT_ONCE = 1 << 20; // bytes
  const ALL = Number.POSITIVE_INFINITY;
  const ATTEMPTS = 3; // WebKitGTK 2.50 broke 3 of 498 runs off, whatever the bytes; the next one went well

  /** The bytes are no brotli: it is no use to try again. */
  class Damaged extends Error {}

  globalThis.openBrotli = (wasm) => {
    const module = new WebAssembly.Module(wasm);
    return {
      compress: (bytes) => persist(() => run(stream(module, "compress", BEST), [bytes, null], ALL)),
      decompress: (bytes, most = ALL) => persist(() => run(stream(module, "decompress"), [bytes], most)),
    };
  };

  /**
   * Return what `work` returns, and do it again where the WebAssembly broke off: it says nothing on the bytes.
   * @param {() => Uint8Array} work
   */
  function persist(work) {
    for (let left = ATTEMPTS - 1; ; left--)
      try {
        return work();
      } catch (failed) {
        if (failed instanceof Damaged || !left) throw failed;
      }
  }

  /**
   * Give `parts` to a stream one behind the other and return what it makes of them, at most `most` bytes.
   * @param {ReturnType<typeof stream>} step @param {(Uint8Array | null)[]} parts `null` ends what is packed
   * @param {number} most
   */
  function run(step, parts, most) {
    const pieces = [];
    let [count, whole] = [0, false];
    for (const part of parts) {
      let [rest, ended] = [part, MORE_TO_COME];
      while (ended === MORE_TO_COME && count < most) {
        const told = step(rest, Math.min(AT_ONCE, most - count));
        pieces.push(told.made);
        count += told.made.length;
        ended = told.ended;
        rest = rest?.subarray(told.read) ?? null;
      }
      whole = ended === FINISHED && !rest?.length;
    }
    if (!whole && count < most) throw new Damaged("brotli: damaged");
    return joined(pieces, count);
  }

  /**
   * Begin a stream, in a memory of its own: that goes with the stream, even if it stops with an error.
   * @param {WebAssembly.Module} module @param {"compress" | "decompress"} work @param {number} [quality]
   */
  function stream(module, work, quality) {
    const brotli = started(module);
    const numbers = brotli.__wbindgen_add_to_stack_pointer(-16); // where each call leaves what it tells
    const begun = brotli[`${work}stream_new`](quality === undefined ? 0 : 1, quality);
    const told = () => new Int32Array(brotli.memory.buffer, numbers, 3);

    /**
     * Take the next bytes, make at most as many as there is `room` for, and tell how many were read.
     * @param {Uint8Array | null} bytes @param {number} room
     */
    return (bytes, room) => {
      const place = bytes ? brotli.__wbindgen_malloc(bytes.length) : 0;
      if (bytes) new Uint8Array(brotli.memory.buffer).set(bytes, place);
      brotli[`${work}stream_${work}`](numbers, begun, place, bytes?.length ?? 0, room);
      const [result, , failed] = told();
      if (failed) throw new Damaged(`brotli: ${work} failed`);
      const ended = brotli.__wbg_get_brotlistreamresult_code(result);
      const read = brotli.__wbg_get_brotlistreamresult_input_offset(result);
      brotli.__wbg_get_brotlistreamresult_buf(numbers, result);
      const [start, length] = told();
      const made = new Uint8Array(brotli.memory.buffer, start, length).slice();
      brotli.__wbindgen_free(start, length);
      brotli.__wbg_brotlistreamresult_free(result);
      return { ended, read, made };
    };
  }

  /**
   * Start the WebAssembly. It calls what it imports only to tell an error: each call is one here, too.
   * @param {WebAssembly.Module} module
   * @returns {any}
   */
  function started(module) {
    /** @type {Record<string, Record<string, () => never>>} */
    const imports = {};
    for (const { module: from, name } of WebAssembly.Module.imports(module)) {
      imports[from] ??= {};
      imports[from][name] = () => {
        throw new Error(`brotli: ${name}`);
      };
    }
    return new WebAssembly.Instance(module, imports).exports;
  }

  /** @param {Uint8Array[]} pieces @param {number} length */
  function joined(pieces, length) {
    const whole = new Uint8Array(length);
    let at = 0;
    for (const piece of pieces) {
      whole.set(piece, at);
      at += piece.length;
    }
    return whole;
  }
}

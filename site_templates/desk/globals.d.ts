// For tsc: what the scripts of the worker behind a desk share with each other, and with its Python.

interface Brotli {
  /** Pack as small as brotli can. Throws if that fails. */
  compress(bytes: Uint8Array): Uint8Array;
  /**
   * Unpack, and stop at `most` bytes if there are more. Throws if the bytes are damaged, end early, or hold
   * something behind their end.
   */
  decompress(bytes: Uint8Array, most?: number): Uint8Array;
}

/** Open brotli from its WebAssembly. Throws if that is not the one that we know. */
declare var openBrotli: (wasm: Uint8Array<ArrayBuffer>) => Brotli;

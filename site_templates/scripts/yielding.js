// Long work in pieces: after each piece everything else that waits, such as a click, has its turn.

/** Bytes to work on at a time: a few milliseconds, even on a slow machine. */
export const PIECE = 64 * 1024;

/** Resolves after everything that already waits; at once if nothing does, which a timer would not. */
export function yieldToOthers() {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => resolve(port1.close());
    port2.postMessage(null);
  });
}

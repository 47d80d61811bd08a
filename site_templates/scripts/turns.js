// Long work in pieces: after each of them whatever else waits, such as a click, has its turn.

/** Bytes that are worked on at a time: a few milliseconds, even on a slow machine. */
export const PIECE = 64 * 1024;

/** Resolves once what waited already has had its turn; at once if nothing did, which a timer would not. */
export function othersFirst() {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => resolve(port1.close());
    port2.postMessage(null);
  });
}

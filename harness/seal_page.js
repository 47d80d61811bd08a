// For a page of the tests: seals and opens what the test gives it in hexadecimal digits.
// `window.scripts` gives the modules; a page says where it has them from.
const bytes = (digits) => Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
const digits = (each) => Array.from(new Uint8Array(each), (byte) => byte.toString(16).padStart(2, "0")).join("");

window.sealing = {
  /** Seal or open each of `all`, one after the other, and return the results or the kinds of refusals. */
  async run(action, all, keys, info) {
    const { [action]: act, SealError } = await window.scripts.seal();
    const done = [];
    for (const each of all) {
      try {
        done.push({ bytes: digits(await act(bytes(each), keys.map(bytes), bytes(info))) });
      } catch (error) {
        if (!(error instanceof SealError)) throw error;
        done.push({ refused: error.kind });
      }
    }
    return done;
  },

  /** Return how many milliseconds each of `times` seals takes. */
  async time(times, contents, keys, info) {
    const { seal } = await window.scripts.seal();
    const taken = [];
    for (let time = 0; time < times; time++) {
      const begin = performance.now();
      await seal(bytes(contents), keys.map(bytes), bytes(info));
      taken.push(performance.now() - begin);
    }
    return taken;
  },

  async canSeal() {
    return (await window.scripts.seal()).canSeal();
  },

  /** Repeat a vector of the RFC in both roles: return each ciphertext, each opened one, and the exports. */
  async vector({ sender, senderPublic, recipient, recipientPublic, info, plaintext, numbers, contexts }) {
    const { suite } = await window.scripts.suite();
    const key = (raw, isPublic) => suite.kem.importKey("raw", bytes(raw).buffer, isPublic);
    const ekm = { privateKey: await key(sender, false), publicKey: await key(senderPublic, true) };
    const parameters = { info: bytes(info).buffer };
    const sending = await suite.createSenderContext({
      ...parameters,
      ekm,
      recipientPublicKey: await key(recipientPublic, true),
    });
    const receiving = await suite.createRecipientContext({
      ...parameters,
      enc: sending.enc,
      recipientKey: await key(recipient, false),
    });
    const sealed = {};
    const opened = {};
    for (let number = 0; number <= Math.max(...numbers); number++) {
      const data = new TextEncoder().encode(`Count-${number}`);
      const ciphertext = await sending.seal(bytes(plaintext), data);
      const contents = await receiving.open(ciphertext, data);
      if (!numbers.includes(number)) continue;
      sealed[number] = digits(ciphertext);
      opened[number] = digits(contents);
    }
    const exported = {};
    for (const context of contexts) exported[context] = digits(await receiving.export(bytes(context), 32));
    return { enc: digits(sending.enc), sealed, opened, exported };
  },
};

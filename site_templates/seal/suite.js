// The suite of every seal: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256 and ChaCha20-Poly1305, as in
// generator/sealing/hpke.py. X25519 and ChaCha20-Poly1305 are computed by the library, since not every browser
// in use has them; HKDF needs the browser's own `crypto.subtle`.
import { Chacha20Poly1305 } from "@hpke/chacha20poly1305";
import { CipherSuite, DecapError, HkdfSha256 } from "@hpke/core";
import { DhkemX25519HkdfSha256 } from "@hpke/dhkem-x25519";

/** @param {DhkemX25519HkdfSha256} kem */
const suiteWith = (kem) => new CipherSuite({ kem, kdf: new HkdfSha256(), aead: new Chacha20Poly1305() });

export const suite = suiteWith(new DhkemX25519HkdfSha256());

/** @typedef {{recipientPublicKey: CryptoKey, ekm: CryptoKeyPair}} SendersKeys `ekm` is for one seal alone */

/**
 * Return the suite that opens what was sealed with the sender's `keys`.
 * @param {SendersKeys} keys
 */
export const suiteOfSender = (keys) => suiteWith(new SendersKem(keys));

/** Gives the shared secret to the sender, who knows it, too: from the sender's private key. */
class SendersKem extends DhkemX25519HkdfSha256 {
  /** @param {SendersKeys} keys */
  constructor(keys) {
    super();
    this.keys = keys;
  }

  /** @param {{enc: ArrayBufferLike | ArrayBufferView}} params @override */
  async decap({ enc }) {
    const own = await this.encap(this.keys);
    if (String(bytes(enc)) !== String(bytes(own.enc))) throw new DecapError("another sender's key");
    return own.sharedSecret;
  }
}

/** @param {any} buffer */
const bytes = (buffer) => new Uint8Array(buffer);

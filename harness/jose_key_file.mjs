// Opens a trustee's key file and locks its key anew, by the library that a page uses for that.
// Usage: node jose_key_file.mjs REQUEST.json, where REQUEST holds
//   {"jose": folder of the npm package, "file": the text of a key file, "passphrase", "work": rounds of PBKDF2,
//    "out": file to write}
// Writes {"header": the header of the file, "jwk": the key in it, "file": the text of the new file}.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const request = JSON.parse(readFileSync(process.argv[2], "utf8"));
const { FlattenedEncrypt, flattenedDecrypt } = await import(
  pathToFileURL(join(request.jose, "dist/webapi/index.js")).href
);

const passphrase = new TextEncoder().encode(request.passphrase.normalize("NFKC"));
const { plaintext, protectedHeader } = await flattenedDecrypt(JSON.parse(request.file), passphrase, {
  keyManagementAlgorithms: ["PBES2-HS512+A256KW"],
  contentEncryptionAlgorithms: ["A256GCM"],
  maxPBES2Count: 10_000_000,
});
const { p2c, p2s, ...header } = protectedHeader;
const locked = await new FlattenedEncrypt(plaintext)
  .setProtectedHeader(header)
  .setKeyManagementParameters({ p2c: request.work, p2s: crypto.getRandomValues(new Uint8Array(16)) })
  .encrypt(passphrase);

const jwk = JSON.parse(new TextDecoder().decode(plaintext));
writeFileSync(
  request.out,
  JSON.stringify({ header: { ...header, p2c, p2s }, jwk, file: JSON.stringify(locked) }),
);

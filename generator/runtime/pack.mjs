// Packs files as a zip holds them, into the same bytes on every machine: pako is zlib in JavaScript, and the lock
// file pins it. Usage: node pack.mjs REQUEST.json, where REQUEST holds
//   {"files": contents in base64, "out": JSON to write: the packed contents in base64, in the same order}
import { readFileSync, writeFileSync } from "node:fs";
import { deflateRaw } from "pako";

const { files, out } = JSON.parse(readFileSync(process.argv[2], "utf8"));
const packed = files.map((/** @type {string} */ contents) =>
  Buffer.from(deflateRaw(Buffer.from(contents, "base64"), { level: 9 })).toString("base64"),
);
writeFileSync(out, JSON.stringify(packed));

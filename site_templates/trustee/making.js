// Makes a key, or restores one from its printed copy, and hands it over: as a file, on paper, and its public part.
/** @import { Ask, Names } from "./desk" */
/** @import { Key } from "./keys.js" */
import { base64Of, bytesOf } from "../one_file/bytes.js";
import { confirmed, element, field, write } from "../one_file/elements.js";
import { save } from "../one_file/save.js";
import { word } from "../one_file/words.js";
import { isTooShort, locked, SHORTEST_PASSPHRASE, unlocked } from "./key_file.js";
import { keyOf, newKey, secretOf, typedWords, wordsOf } from "./keys.js";
import { Refusal } from "./refusal.js";
import { attempt, clearRefusal, goTo } from "./stages.js";

const KEY_FILE = "trustee-key.json";
const KEY_COPY = "trustee-key-copy.html";
const SECRET_TEXT = /^\s*lastbild-/i;

/** @typedef {{key: Key, names: Names, file: string, restored: boolean, saved: boolean, printed: boolean}} Made */
/** @type {Made | undefined} */
let made;

/** Make a new key. @param {Ask} ask */
export const make = (ask) =>
  attempt("make-refused", async () => {
    const passphrase = chosen("make");
    await handOver(ask, await newKey(), passphrase, false);
  });

/** Make the key anew that is on a printed copy. @param {Ask} ask */
export const restore = (ask) =>
  attempt("restore-refused", async () => {
    const secret = await typedSecret(ask, field("typed").value);
    const passphrase = chosen("restore");
    await handOver(ask, await keyOf(secret), passphrase, true);
  });

/** The passphrase that was typed twice in a form. @param {"make" | "restore"} form */
function chosen(form) {
  const passphrase = field(`${form}-passphrase`).value;
  if (isTooShort(passphrase)) throw new Refusal("too_short", { least: SHORTEST_PASSPHRASE });
  if (field(`${form}-repeated`).value !== passphrase) throw new Refusal("differs");
  return passphrase;
}

/** @param {Ask} ask @param {string} text */
async function typedSecret(ask, text) {
  if (SECRET_TEXT.test(text)) return bytesOf((await ask("read_secret", { text })).secret);
  if (!typedWords(text).length) throw new Refusal("nothing_typed");
  return secretOf(text);
}

/** @param {Ask} ask @param {Key} key @param {string} passphrase @param {boolean} restored */
async function handOver(ask, key, passphrase, restored) {
  write("busy-title", word("making"));
  element("opened").hidden = true;
  write("opened-text", "");
  goTo("busy");
  const names = await ask("names_of", { public: base64Of(key.public) });
  const file = await locked(key, names.text, passphrase);
  // Before anybody relies on it: the file gives the key back, and so do the words.
  const again = [(await unlocked(file, passphrase)).secret, secretOf(wordsOf(key).join(" "))];
  if (again.some((secret) => String(secret) !== String(key.secret))) throw new Error("another key came back");
  made = { key, names, file, restored, saved: false, printed: false };
  emptyFields();
  showKey();
  goTo("key");
}

/** Show what everybody may know of the key, in the language of the page. */
export function showKey() {
  if (!made) return;
  write("key-title", word(made.restored ? "restored_title" : "key_title"));
  write("key-text", word(made.restored ? "restored_text" : "key_text"));
  write("fingerprint", made.names.fingerprint);
  field("line").value = `seal = "${made.names.text}"  # ${made.names.fingerprint}`;
}

export function saveFile() {
  if (!made) return;
  save(KEY_FILE, made.file, "application/json");
  made.saved = true;
}

/** @param {Ask} ask */
export async function saveCopy(ask) {
  const sheet = await copy(ask);
  if (!made || !sheet) return;
  save(KEY_COPY, sheet.sheet, "text/html");
  made.printed = true;
}

/** Print the copy from a frame, so that it is in no file. @param {Ask} ask */
export async function printCopy(ask) {
  const sheet = await copy(ask);
  if (!made || !sheet) return;
  const frame = /** @type {HTMLIFrameElement} */ (element("sheet"));
  await new Promise((resolve) => {
    frame.addEventListener("load", resolve, { once: true });
    frame.srcdoc = sheet.framed;
  });
  frame.contentWindow?.focus();
  frame.contentWindow?.print();
  made.printed = true;
}

/** @param {Ask} ask @returns {Promise<{sheet: string, framed: string} | undefined>} */
async function copy(ask) {
  if (!made) return undefined;
  const { key } = made;
  return ask("copy", {
    public: base64Of(key.public),
    secret: base64Of(key.secret),
    words: wordsOf(key),
  });
}

export async function copyLine() {
  const line = field("line");
  line.select();
  await navigator.clipboard?.writeText(line.value).catch(() => document.execCommand("copy"));
  write("said", word("copied"));
}

/** Forget the key, once the person has it in its places. */
export async function forget() {
  const question = word(mayLoseKey() ? "forget_unsaved_question" : "forget_question");
  if (!(await confirmed(question, word("yes_forget"), word("no")))) return;
  made?.key.secret.fill(0);
  made = undefined;
  for (const id of ["key-title", "key-text", "fingerprint", "said"]) write(id, "");
  field("line").value = "";
  element("sheet").removeAttribute("srcdoc");
  goTo("start");
}

/** Whether leaving now could lose the key. */
export const mayLoseKey = () => Boolean(made && !(made.saved && (made.printed || made.restored)));

/** Empty what was typed: nothing secret stays in a field. */
export function emptyFields() {
  for (const form of ["make", "restore"]) {
    for (const name of ["passphrase", "repeated"]) field(`${form}-${name}`).value = "";
    clearRefusal(`${form}-refused`);
  }
  field("typed").value = "";
}

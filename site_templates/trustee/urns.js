// Takes an urn, shows what it says of itself, opens it with the trustee's key, and hands over what comes of it.
/** @import { Ask, Facts, Names, Result } from "./desk" */
import { base64Of, bytesOf, readFile } from "../one_file/bytes.js";
import { confirmed, element, field, fill, made, show, write } from "../one_file/elements.js";
import { save } from "../one_file/save.js";
import { language, word } from "../one_file/words.js";
import { namedKey, unlocked } from "./key_file.js";
import { openAll } from "./opening.js";
import { Refusal } from "./refusal.js";
import { attempt, clearRefusal, goTo, stage } from "./stages.js";

const LARGEST = 50_000_000; // bytes of an urn: those of a hundred thousand people with room to spare
const LARGEST_KEY_FILE = 64_000;

/** @type {Facts | undefined} */
let urn;
/** @type {Result | undefined} */
let result;
let saved = false; // whether the result was downloaded

/** Take the urn that was chosen. @param {Ask} ask */
export async function chooseUrn(ask) {
  forgetUrn();
  const file = field("urn-file").files?.[0];
  if (!file) return;
  await attempt("urn-refused", async () => {
    if (file.size > LARGEST) throw new Refusal("no_urn");
    await take(ask, await readFile(file));
    element("says-title").focus();
  });
}

/** @param {Ask} ask @param {string} contents base64 */
async function take(ask, contents) {
  urn = await ask("take_urn", { contents });
  show("says", true);
  show("open-button", true);
  showFacts();
}

/** Show what the urn says of itself, in the language of the page. */
export function showFacts() {
  if (!urn) return;
  const day = new Intl.DateTimeFormat(language(), { dateStyle: "long", timeZone: "UTC" });
  const on = (/** @type {string} */ iso) => day.format(new Date(iso));
  const { seals, opened, slips, spoilt } = urn;
  const rows = [
    row("fact_survey", urn.survey),
    row("fact_days", word("days", { opens: on(urn.opens), closes: on(urn.closes) })),
    ...(urn.extended_from ? [row("fact_extended", word("extended", { former: on(urn.extended_from) }))] : []),
    row("fact_threshold", word("threshold", { threshold: urn.threshold })),
    row("fact_headcount", word("headcount", { headcount: urn.headcount })),
    row("fact_slips", slips === null ? word("no_slips") : word("slips", { slips })),
    row("fact_ballots", urn.ballots),
    ...(spoilt ? [row("fact_spoilt", spoilt)] : []),
    row("fact_instrument", `${urn.instrument} (${urn.instrument_fingerprint.slice(0, 12)})`),
    row(seals.length + opened.length > 1 ? "fact_next" : "fact_seal", wanted(urn).fingerprint),
    ...seals.slice(0, -1).map((seal) => row("fact_below", seal.fingerprint)),
    ...opened.map((seal) => row("fact_opened", seal.fingerprint)),
  ];
  fill("facts", rows.flat());
  show("too-many", urn.ballots > (slips ?? urn.headcount));
}

/** @param {string} name @param {string | number} value */
const row = (name, value) => [made("dt", word(name)), made("dd", value)];

/** The key that opens next. @param {Facts} facts @returns {Names} */
const wanted = ({ seals }) => seals[seals.length - 1];

/** Open the urn with the key that was chosen. @param {Ask} ask */
export async function openUrn(ask) {
  const done = await attempt("open-refused", async () => {
    if (!urn) throw new Refusal("no_urn_file");
    if (!field("compared").checked) throw new Refusal("not_compared");
    const secret = await unlockedSecret(ask, urn);
    element("opened").hidden = false;
    write("busy-title", word("opening_title"));
    await ask("begin_again");
    await openAll(ask, urn, secret, showOpened);
    secret.fill(0);
    result = await ask("finish");
    saved = false;
    forgetUrn();
    field("urn-file").value = "";
    showResult();
    goTo("result");
  });
  if (done || stage() !== "busy") return;
  goTo("open");
  field("open-passphrase").focus(); // most often it is mistyped
  element("open-refused").scrollIntoView({ block: "center" });
}

/** The secret of the chosen key file, if it is the one that opens next. @param {Ask} ask @param {Facts} facts */
async function unlockedSecret(ask, facts) {
  const file = field("key-file").files?.[0];
  const passphrase = field("open-passphrase").value;
  if (!file) throw new Refusal("no_key_chosen");
  if (file.size > LARGEST_KEY_FILE) throw new Refusal("no_key_file");
  const contents = new TextDecoder().decode(bytesOf(await readFile(file)));
  const named = namedKey(contents);
  await checkTurn(ask, facts, named);
  if (!passphrase) throw new Refusal("no_passphrase");
  write("busy-title", word("unlocking"));
  element("opened").hidden = true;
  write("opened-text", "");
  goTo("busy");
  const key = await unlocked(contents, passphrase);
  const { text } = await ask("names_of", { public: base64Of(key.public) });
  if (text !== named) throw new Refusal("key_damaged"); // the file names another key than it holds
  return key.secret;
}

/** Refuse a key that does not open next, and say which one does. @param {Ask} ask @param {Facts} facts @param {string} named */
async function checkTurn(ask, facts, named) {
  const next = wanted(facts);
  if (named === next.text) return;
  const yours = await ask("names_of_text", { text: named }).catch(() => {
    throw new Refusal("key_damaged");
  });
  const isNamed = (/** @type {Names} */ seal) => seal.text === yours.text;
  let kind = "other_key";
  if (facts.seals.some(isNamed)) kind = "not_your_turn";
  if (facts.opened.some(isNamed)) kind = "had_your_turn";
  throw new Refusal(kind, { yours: yours.fingerprint, wanted: next.fingerprint });
}

/** @param {number} opened */
function showOpened(opened) {
  const bar = /** @type {HTMLProgressElement} */ (element("opened"));
  const ballots = urn?.to_open ?? 0;
  bar.max = ballots || 1;
  bar.value = opened;
  write("opened-text", word("opening", { opened, ballots }));
}

/** Show what came of the urn, in the language of the page. */
export function showResult() {
  if (!result) return;
  const { facts, ballots, spoilt, withheld } = result;
  write("result-title", word(facts ? "less_title" : "report_title"));
  write("result-text", word(spoilt ? "result" : "result_valid", { ballots, spoilt }));
  show("spoilt-text", spoilt > 0);
  show("report", !facts);
  show("less", Boolean(facts));
  show("withheld", Boolean(withheld));
  write("less-fingerprint", facts ? wanted(facts).fingerprint : "");
}

export function saveResult() {
  if (!result) return;
  save(result.name, bytesOf(result.contents), "application/json");
  saved = true;
}

/** Go on with the urn that is left: the other key is here, too. @param {Ask} ask */
export async function goOn(ask) {
  const contents = result?.contents;
  if (!contents) return;
  goTo("open");
  await attempt("urn-refused", () => take(ask, contents));
  element("says-title").focus();
}

/** Leave the result for the choice of tasks. */
export async function leave() {
  if (mayLoseResult() && !(await confirmed(word("leave_question"), word("yes_leave"), word("no")))) return;
  result = undefined;
  goTo("start");
}

/** Whether leaving now would lose a result that nobody has saved. */
export const mayLoseResult = () => Boolean(result && !saved);

/** Forget the urn, and what was entered to open it. */
export function forgetUrn() {
  urn = undefined;
  show("says", false);
  show("open-button", false);
  for (const id of ["key-file", "open-passphrase"]) field(id).value = "";
  field("compared").checked = false;
  for (const where of ["urn-refused", "open-refused"]) clearRefusal(where);
}

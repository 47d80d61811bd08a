// The optional contribution. The page shows the exact bytes, and sends only those, and only when somebody
// presses "send". Whatever comes of it, the result above stays as it is.
import { announceAndShow } from "./announce.js";
import { element, find, findAll, optionalElement } from "./page_contract.js";
import { clearState, setState } from "./page_state.js";
import { python } from "./python.js";
import { seal } from "./sealing.js";

/**
 * The contribution of the result that is shown. `state` is the key of the words that report its outcome; `seen`
 * is the preview that somebody who types a slip was led to; `sealed` is the same for every attempt; `visit`
 * counts the persons.
 * @typedef {Promise<import("./sealing.js").Sealed>} Sealed
 * @type {{code: string | null, slip: string, state: string | null, seen: string, sealed: Sealed | null, visit:
 * number}}
 */
const offered = { code: null, slip: "", state: null, seen: "", sealed: null, visit: 0 };

/** Return how much of an outcome the code tells, by this site's configuration. */
export const detail = () => optionalElement("contribution")?.dataset.detail ?? "type";

/** @param {string} code */
export function offer(code) {
  offered.code = code;
}

export function forget() {
  const visit = offered.visit + 1;
  Object.assign(offered, { code: null, slip: "", state: null, seen: "", sealed: null, visit });
  const slip = optionalElement("slip");
  if (slip) {
    slip.value = "";
    showSlipError(null);
  }
  for (const shown of findAll("#contribution :is(pre, output, strong)")) shown.replaceChildren();
}

/** @param {boolean} resultShown */
export async function render(resultShown) {
  const section = optionalElement("contribution");
  if (!section) return;
  const { code } = offered;
  section.hidden = !resultShown || !code;
  if (section.hidden || !code) return;
  element("code-meaning").textContent = meaning(code);
  const ballot = optionalElement("ballot-code");
  if (ballot) {
    // An element, so that the style for print finds the code's picture.
    ballot.replaceChildren(Object.assign(document.createElement("data"), { value: code, textContent: code }));
    return;
  }
  const slip = optionalElement("slip");
  if (slip) slip.value = offered.slip;
  showState(offered.state);
  await renderPreview();
}

/** Return the words for a code: those for each of its parts, in order. @param {string} code */
function meaning(code) {
  const { content } = element("code-meanings");
  const parts = code.match(/-?\w+/g) ?? [];
  return parts.map((part) => find(`[data-code="${part}"]`, content).textContent).join(", ");
}

/** @param {boolean} [wanted] whether somebody who needs no slip wants to contribute */
async function renderPreview(wanted) {
  const { code } = offered;
  if (!code) return;
  const slip = optionalElement("slip") ? (await canonicalSlip()).slip : undefined;
  const inside = optionalElement("seal-contents");
  const { contribution } = await python();
  const body = await (slip && !inside ? contribution(code, slip) : contribution(code));
  if (offered.code !== code) return;
  (inside ?? element("send-preview")).textContent = body;
  if (inside) await renderSealed(body, slip, wanted);
}

/**
 * Seal once somebody wants to contribute, and show what would be sent; nothing if it cannot be sealed.
 * @param {string} contents @param {string} [slip] @param {boolean} [wanted]
 */
async function renderSealed(contents, slip, wanted) {
  // Browsers let a page seal that comes over https, or from this very machine.
  if (!crypto.subtle) return showState("insecure");
  if (!slip && !wanted) return showSealed("");
  offered.sealed ??= seal(contents);
  const { sealed } = offered;
  const body = await sealed.then((ballot) => ballot.body(slip)).catch(() => "");
  if (offered.sealed !== sealed) return; // forgotten in the meantime
  if (!body) {
    offered.sealed = null;
    report("unsealed");
  } else if (wanted && !element("send-preview").textContent) report("sealed");
  showSealed(body);
}

/** @param {string} body */
function showSealed(body) {
  element("send-preview").textContent = body;
  element("sealed").hidden = !body;
}

/** Open what would be sent, and show what is inside. */
export async function open() {
  const body = element("send-preview").textContent;
  element("seal-opened").textContent = (await (await offered.sealed)?.open(body)) ?? "";
}

/** @returns {Promise<{slip?: string, mistyped?: string}>} */
async function canonicalSlip() {
  const typed = element("slip").value;
  return typed.trim() ? (await python()).readSlip(typed) : { mistyped: "empty" };
}

document.addEventListener("input", ({ target }) => {
  if (!(target instanceof HTMLInputElement) || target.id !== "slip") return;
  offered.slip = target.value;
  showSlipError(null);
  renderPreview();
});

/** Enter in the slip's field: lead to the preview first; send what was seen. */
export async function enter() {
  const { slip, mistyped } = await canonicalSlip();
  showSlipError(mistyped ?? null);
  if (!slip) return;
  await renderPreview();
  const preview = element("send-preview");
  if (offered.seen === preview.textContent) return send();
  offered.seen = preview.textContent;
  announceAndShow(preview);
}

export async function send() {
  if (offered.state === "sending" || offered.state === "sent") return;
  if (optionalElement("slip")) {
    const { mistyped } = await canonicalSlip();
    showSlipError(mistyped ?? null);
    if (mistyped) return;
  }
  const seen = element("send-preview").textContent;
  await renderPreview(true);
  // Nobody has agreed yet to a body that appears only now.
  if (!seen || element("send-preview").textContent !== seen) return;
  report("sending");
  const { visit } = offered;
  const state = await post(seen);
  if (offered.visit !== visit) return; // deleted in the meantime; somebody else may be here
  report(state);
}

/** @param {string} body @returns {Promise<string>} the key of the words that report the outcome */
async function post(body) {
  let response;
  try {
    response = await fetch(element("contribution").dataset.endpoint ?? "", {
      method: "POST",
      body,
      headers: { "Content-Type": "application/json" },
      credentials: "omit",
      referrerPolicy: "no-referrer",
      cache: "no-store",
      redirect: "error",
      signal: AbortSignal.timeout(PATIENCE),
    });
  } catch {
    return "failed_network";
  }
  if (response.status === 204) return "sent";
  if (response.status === 429 || response.status === 503) return "failed_busy";
  const said = await response.json().catch(() => null); // whatever it says, however long it is
  const failure = FAILURES.get(said?.error) ?? "";
  return words(failure) ? failure : "failed_other";
}

const PATIENCE = 30_000; // milliseconds, until the collector's answer has arrived

/** The collector's refusals (collector/refusals.py) that a person can do something about. */
const FAILURES = new Map([
  ["used", "failed_used"],
  ["unknown slip", "failed_unknown_slip"],
  ["not open", "failed_closed"],
  ["closed", "failed_closed"],
]);

export function keep() {
  // After an attempt that failed, "nothing was sent" would be untrue.
  report(offered.state?.startsWith("failed") ? "kept_after" : "kept");
}

/** Print the ballot alone. */
export function printBallot() {
  setState("print", "ballot");
  window.print();
  clearState("print");
}

/** Return the words for a key; none for one of another mode. @param {string} key */
const words = (key) =>
  element("contribution-words").content.querySelector(`[data-word="${key}"]`)?.textContent ?? "";

/** Say what is wrong with the slip, or nothing. @param {string | null} mistyped */
function showSlipError(mistyped) {
  const error = element("slip-error");
  error.hidden = !mistyped;
  error.textContent = mistyped ? words(`slip_${mistyped}`) : "";
  element("slip").setAttribute("aria-invalid", String(Boolean(mistyped)));
  if (mistyped) element("slip").focus();
}

/** Report the outcome of a press; the button may be gone. @param {string} state */
function report(state) {
  showState(state);
  element("contribution-state").focus();
}

/** @param {string | null} state */
function showState(state) {
  offered.state = state;
  const note = element("contribution-state");
  note.hidden = !state;
  note.textContent = state ? words(state) : "";
  element("contribute").hidden = ["sending", "sent", "kept", "kept_after", "insecure"].includes(state ?? "");
}

// The optional contribution. The page shows the exact bytes, and sends only those, and only when somebody
// presses "send". Whatever comes of it, the result above stays as it is.
import { announce, announceAndShow } from "./announce.js";
import { element, find, optionalElement } from "./page_contract.js";
import { clearState, setState } from "./page_state.js";
import { python } from "./python.js";
import { canSeal, seal } from "./sealing.js";

/**
 * The contribution of the result that is shown. `state` is the key of the words that report its outcome; `seen`
 * is the preview that somebody who types a slip was led to; `sealed` is the ballot of a sealed survey, the same
 * for every attempt; `visit` counts the persons.
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
  for (const id of SHOWN) optionalElement(id)?.replaceChildren();
}

/** Where the page shows what it would send. */
const SHOWN = /** @type {const} */ ([
  "send-preview",
  "ballot-code",
  "code-meaning",
  "seal-contents",
  "seal-opened",
]);

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
  showState(isSealed() && !canSeal() ? "insecure" : offered.state);
  await renderPreview();
}

const isSealed = () => Boolean(optionalElement("seal-contents"));

/** Return the words for a code: those for each of its parts, in order. @param {string} code */
function meaning(code) {
  const { content } = element("code-meanings");
  const parts = code.match(/-?\w+/g) ?? [];
  return parts.map((part) => find(`[data-code="${part}"]`, content).textContent).join(", ");
}

/** @param {boolean} [wanted] whether somebody wants to contribute who needs no slip for it */
async function renderPreview(wanted) {
  const { code } = offered;
  if (!code) return;
  const slip = optionalElement("slip") ? (await canonicalSlip()).slip : undefined;
  const body = await (isSealed() ? sealedBody(code, slip, wanted) : requestBody("contribution", code, slip));
  if (offered.code === code) element("send-preview").textContent = body;
}

/**
 * Return the body that Python makes. @param {"contribution" | "sealedBody"} kind
 * @param {string} contents @param {string} [slip]
 */
async function requestBody(kind, contents, slip) {
  const make = (await python())[kind];
  return slip ? make(contents, slip) : make(contents);
}

/**
 * Show what is to be sealed. Seal it, and return the body to send; none until somebody wants to contribute, and
 * none if it cannot be sealed.
 * @param {string} code @param {string | undefined} slip @param {boolean | undefined} wanted
 */
async function sealedBody(code, slip, wanted) {
  const contents = await requestBody("contribution", code);
  if (offered.code !== code) return "";
  element("seal-contents").textContent = contents;
  if (!canSeal() || !(slip || wanted)) return "";
  offered.sealed ??= seal(contents);
  const sealing = offered.sealed;
  try {
    return await requestBody("sealedBody", (await sealing).ballot, slip);
  } catch {
    if (offered.sealed !== sealing) return ""; // forgotten in the meantime
    offered.sealed = null;
    showState("unsealed");
    return "";
  }
}

/** Open on the page what would be sent, and show what is inside. */
export async function open() {
  const opened = await (await offered.sealed)?.open(element("send-preview").textContent);
  element("seal-opened").textContent = `${words("opened")} ${opened}`;
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
  const preview = element("send-preview");
  const seen = preview.textContent;
  await renderPreview(true);
  // Nobody has agreed yet to a body that appears only now.
  if (!seen && preview.textContent) showSealed(preview);
  if (!seen || preview.textContent !== seen) return;
  showState("sending");
  element("contribution-state").focus(); // the button that was pressed is gone
  const { visit } = offered;
  const state = await post(seen);
  if (offered.visit !== visit) return; // deleted in the meantime; somebody else may be here
  showState(state);
  element("contribution-state").focus();
}

/** Lead to the sealed body: it can be looked at, and then sent. @param {HTMLElement} preview */
function showSealed(preview) {
  showState("sealed");
  announce(element("contribution-state").textContent);
  preview.scrollIntoView({ block: "center" });
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
  showState(offered.state?.startsWith("failed") ? "kept_after" : "kept");
  element("contribution-state").focus();
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

/** Report the outcome of the contribution. @param {string | null} state */
function showState(state) {
  offered.state = state;
  const note = element("contribution-state");
  note.hidden = !state;
  note.textContent = state ? words(state) : "";
  element("contribute").hidden = ["sending", "sent", "kept", "kept_after", "insecure"].includes(state ?? "");
}

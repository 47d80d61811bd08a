// The optional contribution: the exact bytes are shown, and only those bytes are sent, only on pressing
// "send". Whatever comes of it, the result above stays as it is.
import { python } from "./python.js";

/** What is kept while a result is shown; `visit` counts the persons. @type {{code: string | null, slip: string, state: string | null, visit: number}} */
const offered = { code: null, slip: "", state: null, visit: 0 };

/** The slip of a QR code that was scanned: in the address only until it is read here. */
let scanned = "";
if (location.hash.startsWith("#slip=")) {
  scanned = new URLSearchParams(location.hash.slice(1)).get("slip") ?? ""; // never throws, whatever was scanned
  history.replaceState(history.state, "", location.pathname);
}

const section = () => document.getElementById("contribution");
const preview = () => document.getElementById("send-preview");
const ballot = () => document.getElementById("ballot-code");
const slipField = () => /** @type {HTMLInputElement | null} */ (document.getElementById("slip"));

/** Whether a scanned slip waits for the result: a new page would not have it. */
export const holdsSlip = () => Boolean(scanned);

/** A scanned slip goes, too, once its owner has left: nobody after them shall find it filled in. */
export function dropSlip() {
  scanned = "";
}
window.addEventListener("pagehide", dropSlip);

/** How much of an outcome the code tells, by this site's configuration. */
export const detail = () => section()?.dataset.detail ?? "type";

/** @param {string} code */
export function offer(code) {
  offered.code = code;
  offered.slip = scanned;
  scanned = "";
}

export function forget() {
  Object.assign(offered, { code: null, slip: "", state: null, visit: offered.visit + 1 });
  if (slipField()) {
    slipField().value = "";
    complain(null);
  }
  for (const shown of [preview(), ballot()]) shown?.replaceChildren();
}

/** @param {boolean} shown */
export async function render(shown) {
  if (!section()) return;
  section().hidden = !shown || !offered.code;
  if (section().hidden) return;
  if (ballot()) {
    ballot().textContent = offered.code;
    return;
  }
  if (slipField()) slipField().value = offered.slip;
  tell(offered.state);
  await renderPreview();
}

async function renderPreview() {
  const { code } = offered;
  const slip = slipField() ? (await canonicalSlip()).slip : undefined;
  const body = await (await python()).contribution(...(slip ? [code, slip] : [code]));
  if (offered.code === code) preview().textContent = body;
}

/** @returns {Promise<{slip?: string, mistyped?: string}>} */
async function canonicalSlip() {
  const typed = slipField().value;
  return typed.trim() ? (await python()).readSlip(typed) : { mistyped: "empty" };
}

document.addEventListener("input", (event) => {
  if (event.target !== slipField()) return;
  offered.slip = slipField().value;
  complain(null);
  renderPreview();
});

export async function send() {
  if (offered.state === "sending" || offered.state === "sent") return;
  if (slipField()) {
    const { mistyped } = await canonicalSlip();
    complain(mistyped ?? null);
    if (mistyped) return;
  }
  const seen = preview().textContent;
  await renderPreview();
  if (preview().textContent !== seen) return; // shown only now: nobody has agreed to these bytes yet
  tell("sending");
  document.getElementById("contribution-state").focus(); // the button that was pressed is gone
  const { visit } = offered;
  const state = await post(seen);
  if (offered.visit !== visit) return; // deleted meanwhile; somebody else may be here
  tell(state);
  document.getElementById("contribution-state").focus();
}

/** @param {string} body @returns {Promise<string>} what came of it: a key of the words to show */
async function post(body) {
  let response;
  try {
    response = await fetch(section().dataset.endpoint, {
      method: "POST",
      body,
      headers: { "Content-Type": "application/json" },
      credentials: "omit",
      referrerPolicy: "no-referrer",
      cache: "no-store",
    });
  } catch {
    return slipField() ? "failed_network_slip" : "failed_network";
  }
  if (response.status === 204) return "sent";
  if (response.status === 429 || response.status === 503) return "failed_busy";
  const { error } = await response.json().catch(() => ({}));
  return FAILURES[error] ?? "failed_other";
}

/** The collector's refusals (collector/refusals.py) that a person can do something about. */
const FAILURES = {
  used: "failed_used",
  "unknown slip": "failed_unknown_slip",
  "not open": "failed_closed",
  closed: "failed_closed",
};

export function keep() {
  // After an attempt that failed, "nothing was sent" would be untrue.
  tell(offered.state?.startsWith("failed") ? "kept_after" : "kept");
  document.getElementById("contribution-state").focus();
}

/** Print the ballot alone. */
export function printBallot() {
  const page = document.documentElement;
  page.dataset.print = "ballot";
  window.print();
  delete page.dataset.print;
}

const word = (key) => {
  const words = /** @type {HTMLTemplateElement} */ (document.getElementById("contribution-words"));
  return words.content.querySelector(`[data-word="${key}"]`).textContent;
};

/** @param {string | null} mistyped */
function complain(mistyped) {
  const error = document.getElementById("slip-error");
  error.hidden = !mistyped;
  error.textContent = mistyped ? word(`slip_${mistyped}`) : "";
  slipField().setAttribute("aria-invalid", String(Boolean(mistyped)));
  if (mistyped) slipField().focus();
}

/** @param {string | null} state */
function tell(state) {
  offered.state = state;
  const note = document.getElementById("contribution-state");
  note.hidden = !state;
  note.textContent = state ? word(state) : "";
  document.getElementById("contribute").hidden = ["sending", "sent", "kept", "kept_after"].includes(state);
}

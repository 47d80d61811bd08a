/** The element with this id. @param {string} id @returns {HTMLElement} */
export function element(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`no element "${id}"`);
  return found;
}

/** The field with this id. @param {string} id */
export const field = (id) => /** @type {HTMLInputElement} */ (element(id));

/** Write `text` into an element. @param {string} id @param {string | number} text */
export function write(id, text) {
  element(id).textContent = String(text);
}

/** @param {string} id @param {boolean} shown */
export function show(id, shown) {
  element(id).hidden = !shown;
}

/** Replace the children of an element. @param {string} id @param {Node[]} children */
export const fill = (id, children) => element(id).replaceChildren(...children);

/** A new element. @param {string} tag @param {(Node | string | number)[]} inside */
export function made(tag, ...inside) {
  const fresh = document.createElement(tag);
  fresh.append(...inside.map((child) => (typeof child === "number" ? String(child) : child)));
  return fresh;
}

/** Ask before something is lost or done twice.
 * @param {string} text @param {string} yes @param {string} no @returns {Promise<boolean>} */
export function confirmed(text, yes, no) {
  const dialog = /** @type {HTMLDialogElement} */ (element("question"));
  write("question-text", text);
  write("question-yes", yes);
  write("question-no", no);
  dialog.returnValue = "no";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
  });
}

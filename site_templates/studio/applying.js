// Edits applied in the page at once, so that it shows them before the desk answers.

/** @typedef {import("./workspace.js").Edit} Edit */

/** Apply `edit` to `values`, as the desk will to its document. @param {any} values @param {Edit} edit */
export function apply(values, { op, at, value, to = 0 }) {
  const last = at[at.length - 1];
  if (op === "append") {
    const list = holderOf(values, [...at, 0]);
    list.push(structuredClone(value));
    return;
  }
  const holder =
    op === "set" ? holderOf(values, at) : at.slice(0, -1).reduce((one, step) => one?.[step], values);
  if (!holder) return;
  if (op === "set") holder[last] = structuredClone(value);
  else if (op === "move") holder.splice(to, 0, ...holder.splice(Number(last), 1));
  else if (Array.isArray(holder)) holder.splice(Number(last), 1);
  else delete holder[last];
}

/** Return the table or list that holds the value at `at`; tables and lists that are missing are made. @param {any} values @param {import("./paths.js").Path} at */
function holderOf(values, at) {
  let holder = values;
  for (const [place, step] of at.slice(0, -1).entries()) {
    if (typeof holder[step] !== "object" || holder[step] === null)
      holder[step] = typeof at[place + 1] === "number" ? [] : {};
    holder = holder[step];
  }
  return holder;
}

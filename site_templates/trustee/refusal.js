/** Something that a person can mend: `kind` names the sentence, `values` fill it in. */
export class Refusal extends Error {
  name = "Refusal";

  /** @param {string} kind @param {Record<string, unknown>} values */
  constructor(kind, values = {}) {
    super(kind);
    this.kind = kind;
    this.values = values;
  }
}

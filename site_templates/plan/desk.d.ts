/** What the desk tells (generator/plan/desk.py). */
export type Ask = (name: string, given?: Record<string, unknown>) => Promise<any>;

/** Language code -> text. */
export type Texts = Record<string, string>;

/** A decision as plan.json has it; days are YYYY-MM-DD. */
export type Decision = {
  status: "decided" | "not_now";
  kind?: string;
  constellation?: string;
  measure?: string;
  title?: Texts;
  what?: Texts;
  owner?: string;
  who?: string;
  by?: string;
  sign?: Texts;
  check?: string;
  effect?: Texts;
  reason?: Texts;
};

/** What stands on the page. */
export type Entries = { decisions: Decision[]; contact: string };

/** A place in plan.json such as ["decisions", 0, "owner"], and what is missing or wrong there. */
export type Place = { at: (string | number)[]; text: string };

/** What a file holds; or, in a line each, why it is not opened. */
export type Opened = { entries: Entries; written: string; older: boolean; refused?: string[] };

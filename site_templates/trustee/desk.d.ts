/** What the desk tells (generator/trustee/desk.py). */
export type Ask = (name: string, given?: Record<string, unknown>) => Promise<any>;

/** A public key as people compare it. */
export type Names = { text: string; fingerprint: string };

/** What an urn says of itself; days are YYYY-MM-DD, `info` is base64. */
export type Facts = {
  survey: string;
  opens: string;
  closes: string;
  extended_from: string | null;
  instrument: number;
  instrument_fingerprint: string;
  detail: string;
  threshold: number;
  headcount: number;
  slips: number | null;
  all_surveys: number | null;
  ballots: number;
  to_open: number;
  spoilt: number;
  seals: Names[];
  opened: Names[];
  info: string;
};

/** The result of an urn: report.json, or the urn with one seal less and what that says of itself. */
export type Result = {
  name: string;
  contents: string;
  survey: string;
  ballots: number;
  spoilt: number;
  withheld?: boolean;
  facts?: Facts;
};

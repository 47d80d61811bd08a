/** What the desk tells (generator/count/desk.py). */
export type State = {
  stage: "none" | "before" | "counting" | "closed" | "released";
  survey: {
    id: string;
    detail: string;
    headcount: number;
    title: string;
    opens: string;
    closes: string;
    extended_from?: string;
  };
  report_languages: string[];
  codes?: string[];
  heaps?: { number: number; ballots: number }[];
  at_hand?: {
    number: number;
    total: number;
    last: { code: string; number: number }[];
    counts: Record<string, number>;
  } | null;
  ballots?: number;
  early?: boolean;
  withheld?: boolean;
  kept?: object;
  said?: string;
  refused?: { kind: string; text: string };
};

export type Ask = (name: string, given?: Record<string, unknown>) => Promise<any>;

export type StartPython = (settings: {
  downloads: object;
  desk: string;
  onProgress: (here: number, of: number) => void;
}) => Promise<{ ask: Ask; end(): void }> | { ask: Ask; end(): void };

import type { Spread } from './harness/spread.js';

/** One thing that is measured. It runs in a process of its own, so that no section slows another. */
export interface Section {
  /** How `--only` names it: `warm`. */
  readonly name: string;
  /** Its heading. */
  readonly title: string;
  /** Paragraphs of Markdown before the tables: what is measured, how, and what can't be compared. */
  readonly prose: readonly string[];
  /** What the profile showed, and where the limit is, by the `claim` of a bound; printed where that bound is missed. */
  readonly whyMissed?: Readonly<Record<string, string>>;
  run(options: RunOptions): Promise<SectionResult>;
}

/** How a section is to run. */
export interface RunOptions {
  /** `quick` is for CI: a few seconds a section, to find what became slower by an order of magnitude. */
  readonly pace: 'full' | 'quick';
  /** How many alternating rounds: five or more, but for `quick`. */
  readonly rounds: number;
  /** Whether ten million rows are measured as well. */
  readonly scale10m: boolean;
  /** Tells how far it is. */
  readonly log: (line: string) => void;
}

/** What a section measured: plain data, for it goes into a JSON file. */
export interface SectionResult {
  readonly tables: readonly Table[];
  readonly bounds: readonly Bound[];
  /** Paragraphs of Markdown after the tables, where they depend on what was measured. */
  readonly remarks?: readonly string[];
  /** What each round gave, for whoever wants to compute further: it goes into the JSON alone. */
  readonly raw?: Readonly<Record<string, unknown>>;
  /** Top frames of a CPU profile, as text. */
  readonly profiles?: readonly Profile[];
}

export interface Table {
  /** What stands above it; none where the section has one table. */
  readonly caption?: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** What must be shown: a ratio of two figures of one round, and where it may lie. */
export interface Bound {
  readonly claim: string;
  readonly kind: 'at least' | 'at most';
  readonly limit: number;
  /** Over the rounds. Its median counts. */
  readonly measured: Spread;
}

export interface Profile {
  readonly of: string;
  readonly frames: readonly string[];
}

/** Makes a bound from below. */
export function atLeast(claim: string, limit: number, measured: Spread): Bound {
  return { claim, kind: 'at least', limit, measured };
}

/** Makes a bound from above. */
export function atMost(claim: string, limit: number, measured: Spread): Bound {
  return { claim, kind: 'at most', limit, measured };
}

/** Whether the median of the rounds lies where it must. */
export function isMet({ kind, limit, measured }: Bound): boolean {
  return kind === 'at least' ? measured.median >= limit : measured.median <= limit;
}

/** Whether it is wrong by an order of magnitude. Of what must be 0, everything is. */
export function isFarOff({ kind, limit, measured }: Bound): boolean {
  // The other way round, NaN would pass.
  return !(kind === 'at least' ? measured.median >= limit / 10 : measured.median <= limit * 10);
}

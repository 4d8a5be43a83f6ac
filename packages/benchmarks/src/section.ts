import type { Spread } from './harness/spread.js';

/** One part of the benchmark. It runs in a process of its own, so that no section slows another down. */
export interface Section {
  /** Its name for `--only`, such as `warm`. */
  readonly name: string;
  /** Its heading. */
  readonly title: string;
  /** Paragraphs of Markdown before the tables: what is measured, how, and what is not comparable. */
  readonly prose: readonly string[];
  /** By the `claim` of a bound: what the profile showed, and what the limit is. Printed if that bound is missed. */
  readonly whyMissed?: Readonly<Record<string, string>>;
  run(options: RunOptions): Promise<SectionResult>;
}

/** How to run a section. */
export interface RunOptions {
  /** `quick` takes a few seconds per section, to find what became slower by an order of magnitude. */
  readonly pace: 'full' | 'quick';
  /** How many alternating rounds: five or more, except with `quick`. */
  readonly rounds: number;
  /** Whether to measure ten million rows as well. */
  readonly scale10m: boolean;
  /** Reports progress. */
  readonly log: (line: string) => void;
}

/** What a section measured: plain data, because it is written to a JSON file. */
export interface SectionResult {
  readonly tables: readonly Table[];
  readonly bounds: readonly Bound[];
  /** Paragraphs of Markdown after the tables that depend on what was measured. */
  readonly remarks?: readonly string[];
  /** What the figures mean for a user, for the top of the page. */
  readonly inBrief?: readonly InBrief[];
  /** The figures of each round, for further computation. They are only in the JSON file. */
  readonly raw?: Readonly<Record<string, unknown>>;
  /** Top frames of a CPU profile, as text. */
  readonly profiles?: readonly Profile[];
}

/** A sentence or two with figures of this run. */
export interface InBrief {
  /** The question that it helps to answer. */
  readonly about: 'cost' | 'database' | 'given up';
  readonly text: string;
}

export interface Table {
  /** The line above the table. A section with one table needs none. */
  readonly caption?: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** A target: a ratio of two figures of one round, and its limit. */
export interface Bound {
  readonly claim: string;
  readonly kind: 'at least' | 'at most';
  readonly limit: number;
  /** The spread over the rounds. Its median counts. */
  readonly measured: Spread;
}

export interface Profile {
  readonly of: string;
  readonly frames: readonly string[];
}

/** Creates a lower bound. */
export function atLeast(claim: string, limit: number, measured: Spread): Bound {
  return { claim, kind: 'at least', limit, measured };
}

/** Creates an upper bound. */
export function atMost(claim: string, limit: number, measured: Spread): Bound {
  return { claim, kind: 'at most', limit, measured };
}

/** Whether the median of the rounds is within the limit. */
export function isMet({ kind, limit, measured }: Bound): boolean {
  return kind === 'at least' ? measured.median >= limit : measured.median <= limit;
}

/** Whether a bound is missed by an order of magnitude. If the limit is 0, every other figure misses it that far. */
export function isFarOff({ kind, limit, measured }: Bound): boolean {
  // Negated, because NaN must not pass.
  return !(kind === 'at least' ? measured.median >= limit / 10 : measured.median <= limit * 10);
}

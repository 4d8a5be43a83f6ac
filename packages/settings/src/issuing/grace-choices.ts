import type { ApiKey } from '@postern/core';
import { hourMs } from '../components/time.js';

const graces = [
  { value: 'none', graceMs: 0 },
  { value: '1h', graceMs: hourMs },
  { value: '24h', graceMs: 24 * hourMs },
  { value: '7d', graceMs: 7 * 24 * hourMs },
];

/** How long an old key keeps working next to its successor. */
export interface GraceChoice {
  /** What the radio button sends. */
  readonly value: string;
  /** 0: not at all. */
  readonly graceMs: number;
  /** When the old key stops working, if it is rotated now. `null`: as it is rotated. */
  readonly endsAt: Date | null;
  /** Whether it expires before the grace period is over. */
  readonly isCutShort: boolean;
}

/** Returns how long a key can keep working. Of those that it would expire in, only the shortest one is left. */
export function graceChoices({ expiresAt }: Pick<ApiKey, 'expiresAt'>, now: Date): readonly GraceChoice[] {
  const leftMs = expiresAt === null ? Number.POSITIVE_INFINITY : expiresAt.getTime() - now.getTime();
  const firstTooLong = graces.findIndex(({ graceMs }) => graceMs >= leftMs);
  const offered = firstTooLong === -1 ? graces : graces.slice(0, firstTooLong + 1);
  return offered.map(({ value, graceMs }) => ({
    value,
    graceMs,
    endsAt: graceMs === 0 ? null : new Date(now.getTime() + Math.min(graceMs, leftMs)),
    isCutShort: graceMs >= leftMs,
  }));
}

/** Returns the value that is chosen at first: a key that was used keeps working for a day, so that nothing breaks. */
export function suggestedGrace(
  choices: readonly GraceChoice[],
  { lastUsedAt }: Pick<ApiKey, 'lastUsedAt'>,
): string {
  const wantedMs = lastUsedAt === null ? 0 : 24 * hourMs;
  return choices.findLast(({ graceMs }) => graceMs <= wantedMs)?.value ?? 'none';
}

/** Returns the grace period that a form asks for, in milliseconds. `undefined`: nothing that a form offers. */
export function chosenGrace(value: string): number | undefined {
  return graces.find((grace) => grace.value === value)?.graceMs;
}

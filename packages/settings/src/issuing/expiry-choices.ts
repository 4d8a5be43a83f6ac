import type { ApiKey, Lifetime } from '@postern/core';
import { dayMs } from '../components/time.js';

export const yearMs: number = 365 * dayMs;
const presets = [7 * dayMs, 30 * dayMs, 90 * dayMs, yearMs];
/** What is chosen at first if a service has no default: people who don't think about it get a key that ends. */
const suggestedMs = 90 * dayMs;

/** The radio buttons that are not lengths of life. */
export const customDay = 'day';
const never = 'never';

/** A length of life that a form offers. */
export interface ExpiryChoice {
  /** What the radio button sends. */
  readonly value: string;
  /** `null`: the key never expires. */
  readonly lifeMs: number | null;
  readonly expiresAt: Date | null;
  /** Why it is chosen at first. `null`: it isn't, or there is no better reason than that it is sensible. */
  readonly mark: 'default' | 'same' | null;
}

/** What decides which lengths of life a form offers. */
export interface OfferedExpiries {
  /** How long keys of this kind may live. */
  readonly lifetime: Lifetime;
  /** Lives start at this instant: when the form was shown. */
  readonly shownAt: Date;
  /** The key that the new one replaces. Default: none. */
  readonly replaced?: Pick<ApiKey, 'createdAt' | 'expiresAt'> | undefined;
}

/**
 * Returns the lengths of life that a form offers, shortest first, and the value of the one that is chosen at first:
 * that of the replaced key, the default of the kind, or else 90 days.
 */
export function expiryChoices({ lifetime, shownAt, replaced }: OfferedExpiries): {
  readonly choices: readonly ExpiryChoice[];
  readonly suggested: string;
} {
  const maxMs = lifetime.maxMs ?? Number.POSITIVE_INFINITY;
  const kindMs = lifetime.defaultMs ?? lifetime.maxMs;
  const [mark, markedMs] =
    replaced === undefined
      ? (['default', kindMs] as const)
      : (['same', Math.min(lifeOf(replaced), maxMs)] as const);
  const lives = new Set(presets.filter((ms) => ms <= maxMs));
  if (markedMs !== undefined) lives.add(markedMs);
  if (maxMs === Number.POSITIVE_INFINITY) lives.add(maxMs);
  const choices = [...lives]
    .sort((one, other) => one - other)
    .map((ms) => ({ ...choiceOf(ms, shownAt), mark: ms === markedMs ? mark : null }));
  return { choices, suggested: radioValue(markedMs ?? suggestedMs) };
}

function lifeOf({ createdAt, expiresAt }: Pick<ApiKey, 'createdAt' | 'expiresAt'>): number {
  return expiresAt === null ? Number.POSITIVE_INFINITY : expiresAt.getTime() - createdAt.getTime();
}

/** The last instant that a key can have as its expiry. */
const lastInstant = Date.parse('9999-12-31T23:59:59.999Z');

function choiceOf(ms: number, shownAt: Date): Omit<ExpiryChoice, 'mark'> {
  const value = radioValue(ms);
  if (value === never) return { value, lifeMs: null, expiresAt: null };
  return { value, lifeMs: ms, expiresAt: new Date(Math.min(shownAt.getTime() + ms, lastInstant)) };
}

function radioValue(ms: number): string {
  if (ms === Number.POSITIVE_INFINITY) return never;
  return ms % dayMs === 0 ? `${ms / dayMs}d` : `${ms}ms`;
}

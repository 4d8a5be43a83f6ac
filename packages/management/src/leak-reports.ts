import { createHash } from 'node:crypto';
import { type ApiKeys, isFault } from '@postern/core';
import { nextTurn } from './next-turn.js';
import { invalidRequest } from './problem.js';

const maxTokens = 100;

/** Reads the tokens in a report: of `{ "token": "…" }`, or of `{ "tokens": ["…"] }`. */
export function tokensIn(report: unknown): readonly string[] {
  const { token, tokens } = fieldsOf(report);
  if (typeof token === 'string' && tokens === undefined) return [token];
  const isList = Array.isArray(tokens) && tokens.length <= maxTokens && tokens.every(isText);
  if (isList && token === undefined) return tokens;
  throw invalidRequest([
    { pointer: '#', detail: `send one "token", or a list of up to ${maxTokens} "tokens", each a string` },
  ]);
}

/** What GitHub found: a token, and the name that it has for tokens of this form. */
export interface Match {
  readonly token: string;
  readonly type: string;
}

/** Reads a list of matches, as GitHub sends them. One that can't be read does not protect the others. */
export function matchesIn(report: unknown): readonly Match[] {
  if (!Array.isArray(report)) throw invalidRequest([{ pointer: '#', detail: 'send a list of matches' }]);
  return report.flatMap((match: unknown) => {
    const { token, type } = fieldsOf(match);
    return isText(token) ? [{ token, type: isText(type) ? type : '' }] : [];
  });
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

/** Whether each token was one of a key of this service. */
export type Reported = ReadonlyMap<string, boolean>;

/** A token that is not ours takes some microseconds, so this many take about a millisecond. */
const maxPerTurn = 50;

/**
 * Reports tokens one after the other, each once, so that a request never has more than one hash in the queue. A record
 * that can't be read does not protect the other keys: they are reported before this throws.
 */
export async function reportAll(
  keys: Pick<ApiKeys, 'reportLeak'>,
  tokens: readonly string[],
  source: string,
): Promise<Reported> {
  const reported = new Map<string, boolean>();
  let unreadable: unknown;
  for (const [index, token] of [...new Set(tokens)].entries()) {
    // L05 tokens
    if (index % maxPerTurn === 0) await nextTurn();
    try {
      const { ok } = await keys.reportLeak(token, { source });
      reported.set(token, ok);
    } catch (error) {
      if (!isAboutOneKey(error)) throw error;
      unreadable = error;
      reported.set(token, false);
    }
  }
  if (unreadable !== undefined) throw unreadable;
  return reported;
}

function isAboutOneKey(error: unknown): boolean {
  return isFault(error) && (error.code === 'ERR_RECORD_UNREADABLE' || error.code === 'ERR_HASH_UNREADABLE');
}

/** What GitHub learns about a token. GitHub accepts the token itself as well, but then one more response would have it. */
interface Label {
  readonly token_hash: string;
  readonly token_type: string;
  readonly label: 'true_positive' | 'false_positive';
}

/** Returns a label for each token and type that GitHub sent. */
export async function labelsOf(matches: readonly Match[], reported: Reported): Promise<readonly Label[]> {
  const labels = new Map<string, Label>();
  for (const [index, { token, type }] of matches.entries()) {
    // L05 labels
    if (index % maxPerTurn === 0) await nextTurn();
    const token_hash = createHash('sha256').update(token).digest('hex');
    const label = reported.get(token) === true ? 'true_positive' : 'false_positive';
    labels.set(`${token_hash} ${type}`, { token_hash, token_type: type, label });
  }
  return [...labels.values()];
}

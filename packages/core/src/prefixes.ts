import { checkOptions, invalidConfig, requirePlain } from './options.js';
import type { TokenPrefix } from './token/token.js';

/**
 * A prefix that new tokens don't get, but that is accepted: one from before a change of `prefixes`, or the next one,
 * before all processes know it. With `until`, tokens with it are refused from that instant on.
 */
export type RetiredPrefix = string | { readonly prefix: string; readonly until: Date };

/** The prefixes in the configuration of a service, by kind. */
interface ConfiguredPrefixes {
  readonly prefixes?: object | undefined;
  readonly retiredPrefixes?: object | undefined;
}

/** A verification compares with each of them. */
const maxRetired = 8;

/**
 * Checks the prefixes of the declared kinds. Returns those of new tokens, in the order of the kinds, and then those
 * that are only accepted.
 */
export function readPrefixes(
  { prefixes = {}, retiredPrefixes = {} }: ConfiguredPrefixes,
  kinds: readonly string[],
): readonly TokenPrefix[] {
  const current = byKind(prefixes, 'prefixes', kinds);
  const retired = byKind(retiredPrefixes, 'retiredPrefixes', kinds);
  const all = [
    ...kinds.map((kind) => readCurrent(kind, current.get(kind))),
    ...kinds.flatMap((kind) => readRetired(kind, retired.get(kind))),
  ];
  // T11
  requireDistinct(all, kinds);
  return all;
}

function byKind(given: object, of: string, kinds: readonly string[]): ReadonlyMap<string, unknown> {
  requirePlain(given, of);
  checkOptions(given, { of, names: kinds });
  return new Map(Object.entries(given));
}

function readCurrent(kind: string, given: unknown): TokenPrefix {
  const prefix = given === undefined ? kind : readPrefix(given, `prefixes.${kind}`);
  return { kind, prefix, isCurrent: true, untilMs: Number.POSITIVE_INFINITY };
}

function readRetired(kind: string, given: unknown): readonly TokenPrefix[] {
  if (given === undefined) return [];
  const of = `retiredPrefixes.${kind}`;
  if (!Array.isArray(given) || given.length > maxRetired)
    throw invalidConfig(`${of} must be an array of at most ${maxRetired} prefixes, such as ['${kind}']`);
  // Not `map`, which skips holes.
  return Array.from(given, (each: unknown, index) => {
    const name = `${of}[${index}]`;
    const isText = typeof each === 'string';
    return {
      kind,
      prefix: readPrefix(isText ? each : readDated(each, name).prefix, name),
      isCurrent: false,
      untilMs: isText ? Number.POSITIVE_INFINITY : readUntilMs(readDated(each, name).until, name),
    };
  });
}

function readDated(each: unknown, of: string): Readonly<Record<'prefix' | 'until', unknown>> {
  requirePlain(each, of);
  checkOptions(each, {
    of,
    names: ['prefix', 'until'],
    example: `'acme_user' or { prefix: 'acme_user', until: new Date('2027-01-01') }`,
  });
  return each as Readonly<Record<'prefix' | 'until', unknown>>;
}

function readUntilMs(until: unknown, of: string): number {
  if (until instanceof Date && Number.isFinite(until.getTime())) return until.getTime();
  throw invalidConfig(
    `${of}: until must be a valid Date; to accept the prefix for ever, list it as a string`,
  );
}

function readPrefix(given: unknown, name: string): string {
  if (isPrefix(given)) return given;
  throw invalidConfig(`${name} must be ${prefixForm}`);
}

/** What a prefix looks like, for messages. */
export const prefixForm: string =
  'a lowercase letter, then lowercase letters, digits and single underscores, 32 characters at most, not ending in an ' +
  'underscore and without the dot, such as acme_user';

export function isPrefix(text: unknown): text is string {
  return typeof text === 'string' && text.length <= 32 && /^[a-z](?:_?[a-z0-9])*$/.test(text);
}

/** A prefix that two kinds share, or that is the name of another kind, could mean either. */
function requireDistinct(all: readonly TokenPrefix[], kinds: readonly string[]): void {
  const owners = new Map<string, TokenPrefix>();
  for (const each of all) {
    const { kind, prefix } = each;
    const other = owners.get(prefix);
    if (other !== undefined)
      throw invalidConfig(
        `${nameOf(each)} and ${nameOf(other)} are both ${prefix}; each prefix may be listed once`,
      );
    owners.set(prefix, each);
    if (prefix !== kind && kinds.includes(prefix))
      throw invalidConfig(`${nameOf(each)} is ${prefix}, which is another kind; choose another prefix`);
  }
}

function nameOf({ kind, isCurrent }: TokenPrefix): string {
  return isCurrent ? `the prefix of ${kind}` : `a prefix in retiredPrefixes.${kind}`;
}

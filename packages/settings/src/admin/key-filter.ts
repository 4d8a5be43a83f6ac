import {
  type ActorReference,
  couldBeSecret,
  type KeyStateFilter,
  keyStates,
  type ListAllRequest,
} from '@postern/core';
import { parseKeyId } from '@postern/core/ports';
import { actorPattern, parseActorReference } from '@postern/management/internal';
import { dayMs } from '../components/time.js';

/** Which of all keys an admin looks at, as the address of the page says. */
export interface KeyFilter {
  /** Default: every key that works. */
  readonly state: KeyStateFilter;
  readonly kind?: string;
  readonly createdBy?: ActorReference;
  readonly neverExpires?: true;
  readonly expiresBefore?: When;
  readonly unusedSince?: When;
  readonly beyondLifetime?: true;
}

/** An instant: the start of a day in UTC, or a number of days from now, or before now. */
export type When = { readonly day: string } | { readonly days: number };

/** The filters, by their names in the address. */
export type FilterName = keyof KeyFilter;

/** What can't be understood. Neither it nor what was sent with it is repeated on the page: it may hold a token. */
export interface UnusableFilter {
  readonly field: FilterName;
  readonly problem: 'secret' | 'invalid' | 'contradiction';
}

/** The states to choose from, the default first. */
export const filterStates: readonly KeyStateFilter[] = [
  'accepted',
  'live',
  'rotated',
  'disabled',
  'expired',
  'revoked',
  'all',
];

/** The keys that work. */
export const everyKey: KeyFilter = { state: 'accepted' };

/** What an address asks for. `unusable`: the first filter in it that can't be understood, which `filter` leaves out. */
export interface ReadFilter {
  readonly filter: KeyFilter;
  readonly unusable?: UnusableFilter | undefined;
}

/** Reads the filter in an address. A parameter without a value is not set, because forms send those too. */
export function readFilter(query: URLSearchParams, kinds: readonly string[]): ReadFilter {
  const { state, kind, createdBy, neverExpires, expiresBefore, unusedSince, beyondLifetime } =
    valuesIn(query);
  const creator = parseCreator(createdBy);
  const [before, since] = [parseWhen(expiresBefore), parseWhen(unusedSince)];
  const problems: readonly (UnusableFilter | false)[] = [
    state !== '' && !isState(state) && { field: 'state', problem: 'invalid' },
    kind !== '' && !kinds.includes(kind) && { field: 'kind', problem: 'invalid' },
    creator === 'secret' && { field: 'createdBy', problem: 'secret' },
    creator === null && { field: 'createdBy', problem: 'invalid' },
    before === null && { field: 'expiresBefore', problem: 'invalid' },
    since === null && { field: 'unusedSince', problem: 'invalid' },
    neverExpires !== '' && expiresBefore !== '' && { field: 'expiresBefore', problem: 'contradiction' },
  ];
  return {
    filter: {
      state: isState(state) ? state : everyKey.state,
      ...(kinds.includes(kind) && { kind }),
      ...(typeof creator === 'object' && creator !== null && { createdBy: creator }),
      ...(neverExpires !== '' && { neverExpires: true }),
      ...(before && { expiresBefore: before }),
      ...(since && { unusedSince: since }),
      ...(beyondLifetime !== '' && { beyondLifetime: true }),
    },
    unusable: problems.find((problem) => problem !== false),
  };
}

/** The query that `readFilter` reads. The same filters always make the same query. */
export function queryOf(filter: KeyFilter): URLSearchParams {
  const { state, kind, createdBy, neverExpires, expiresBefore, unusedSince, beyondLifetime } = filter;
  return new URLSearchParams({
    ...(state !== everyKey.state && { state }),
    ...(kind !== undefined && { kind }),
    ...(createdBy !== undefined && { createdBy: creatorText(createdBy) }),
    ...(neverExpires && { neverExpires: 'true' }),
    ...(expiresBefore !== undefined && { expiresBefore: whenText(expiresBefore) }),
    ...(unusedSince !== undefined && { unusedSince: whenText(unusedSince) }),
    ...(beyondLifetime && { beyondLifetime: 'true' }),
  });
}

/** The filter without one of its conditions. Without a state, it is for keys in all of them. */
export function without(filter: KeyFilter, name: FilterName): KeyFilter {
  const { [name]: _removed, ...rest } = filter;
  return { state: 'all', ...rest };
}

/** The conditions of `keys.listAll` for a filter. */
export function conditionsOf(
  filter: KeyFilter,
  now: Date,
): Omit<ListAllRequest, 'actor' | 'limit' | 'cursor'> {
  const { state, kind, createdBy, neverExpires, expiresBefore, unusedSince, beyondLifetime } = filter;
  return {
    state,
    ...(kind !== undefined && { kinds: [kind] }),
    createdBy,
    neverExpires,
    expiresBefore: expiresBefore && expiryOf(expiresBefore, now),
    unusedSince: unusedSince && unusedSinceOf(unusedSince, now),
    beyondLifetime,
  };
}

/** The instant before which a key expires. */
export function expiryOf(when: When, now: Date): Date {
  return 'day' in when ? new Date(when.day) : new Date(now.getTime() + when.days * dayMs);
}

/** The instant since which a key is unused. */
export function unusedSinceOf(when: When, now: Date): Date {
  return 'day' in when ? new Date(when.day) : new Date(now.getTime() - when.days * dayMs);
}

const names = [
  'state',
  'kind',
  'createdBy',
  'neverExpires',
  'expiresBefore',
  'unusedSince',
  'beyondLifetime',
] as const satisfies readonly FilterName[];

/** Of a parameter that is sent twice, the last one counts, as in a form that someone corrects. */
function valuesIn(query: URLSearchParams): Readonly<Record<FilterName, string>> {
  const values = names.map((name) => [name, query.getAll(name).at(-1)?.trim() ?? ''] as const);
  return Object.fromEntries(values) as Readonly<Record<FilterName, string>>;
}

function isState(text: string): text is KeyStateFilter {
  return text === 'all' || text === 'accepted' || Object.hasOwn(keyStates, text);
}

/** Reads an actor: a person's ID, or any actor as `kind:id`. `undefined`: empty. `null`: it is neither. */
function parseCreator(text: string): ActorReference | 'secret' | undefined | null {
  if (text === '') return undefined;
  // It must not be repeated, in a page or in an address.
  if (holdsToken(text)) return 'secret';
  const creator = actorPattern.test(text) ? parseActorReference(text) : ({ kind: 'user', id: text } as const);
  if (creator.kind === 'key') return parseKeyId(creator.id) === undefined ? null : creator;
  return isIdentifier(creator.id) ? creator : null;
}

/** An actor as `parseCreator` reads it. */
export function creatorText({ kind, id }: ActorReference): string {
  return `${kind}:${id}`;
}

/** Whether a text can be the ID of a person or another owner. */
function isIdentifier(text: string): boolean {
  return text.length >= 1 && text.length <= 255 && !/[\p{Cc}\p{Cs}]/u.test(text);
}

/** Whether a text can be the ID of a person, and holds no token. */
export function isPersonId(text: string): boolean {
  return isIdentifier(text) && !holdsToken(text);
}

/** IDs have at most 32 random characters without a break. A shorter part of a token leaves 11 of its secret to guess. */
export const minSecretLength = 33;
const run = new RegExp(`[0-9A-Za-z]{${minSecretLength},}`, 'g');

/** Whether a text that is meant to be an ID holds a token, or a part of one that could be completed. */
export function holdsToken(text: string): boolean {
  return (text.match(run) ?? []).some(couldBeSecret);
}

/** Reads a day, or a number of days. `undefined`: empty. `null`: it is neither. */
function parseWhen(text: string): When | undefined | null {
  if (text === '') return undefined;
  const [, days] = /^([1-9]\d{0,3})d$/.exec(text) ?? [];
  if (days !== undefined) return { days: Number(days) };
  const instant = /^\d{4}-\d\d-\d\d$/.test(text) ? new Date(text) : new Date(Number.NaN);
  const isDay = Number.isFinite(instant.getTime()) && instant.toISOString().startsWith(text);
  return isDay && instant.getTime() >= 0 ? { day: text } : null;
}

function whenText(when: When): string {
  return 'day' in when ? when.day : `${when.days}d`;
}

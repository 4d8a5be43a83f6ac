import type { QuestionName } from './questions.js';
import { readDuration } from './read-duration.js';
import { anchored, ends, stripEnding } from './text-patterns.js';

/** What can be asked for. */
export type Intent = 'create' | 'explain' | 'list' | 'revoke' | 'rotate';

/** Whose keys are meant, if not those of the person who asks: the name or the ID of a team or a service account. */
export interface NamedOwner {
  readonly kind: 'team' | 'service';
  readonly name: string;
}

/** What the clauses of a sentence say. Texts still have placeholders for their quoted pieces. */
export interface Details {
  readonly noun?: 'key' | 'keys';
  readonly name?: string;
  /** `null`: the person who asks. */
  readonly owner?: NamedOwner | null;
  readonly scopes?: readonly string[];
  readonly expiresInDays?: number | 'never';
  readonly unusedForDays?: number;
}

type Reading =
  | { readonly details: Details; readonly rest: string }
  /** `about`: the detail that could not be read, if it is not allowed with every request. */
  | { readonly question: QuestionName; readonly about?: keyof Details };

interface Clause {
  readonly opens: RegExp;
  /** Reads what follows the opening. */
  read(rest: string, opening: RegExpExecArray): Reading;
}

const allowedDetails: Readonly<Record<Intent, readonly (keyof Details)[]>> = {
  create: ['noun', 'name', 'owner', 'scopes', 'expiresInDays'],
  explain: [],
  list: ['noun', 'owner', 'unusedForDays'],
  revoke: ['noun', 'name', 'owner'],
  rotate: ['noun', 'name', 'owner'],
};

const word = '("\\d+"|[^\\s",;]*[^\\s",;.!?:])';
const whose = '(?:(?:the|my|our) )?';
const ofOwner = `(?:for|of|from|in|by|does|has) ${whose}`;
const join =
  '(?:(?:and|but|that|which|is|it|should|must|be|(?:make|give) it|do i|i|have|got|are there|there are|exist)' +
  `${ends}|[ ,;.:–—-])`;

const joining = anchored(join);
const joinings = anchored(`(?:${join} ?){0,4}`);

const nouns: readonly Clause[] = [
  fixedClause(
    '(?:(?:an?|one|another|the|my|our|this|that) )?(?:new )?(?:(?:api|access)[ -]?)?(?:key|token)',
    {
      noun: 'key',
    },
  ),
  fixedClause(`(?:all )?(?:of )?${whose}(?:own )?(?:(?:api|access)[ -]?)?(?:keys|tokens)`, { noun: 'keys' }),
];

/** A name without quotes ends where one of these begins. */
const clauses: readonly Clause[] = [
  clause('(?:called|named|name:|with (?:the |a )?name(?: of)?):?(?= |$)', readName),
  clause(`${whose}("\\d+")`, (rest, [, name = '']) => ({ details: { name }, rest })),

  fixedClause(
    "(?:(?:never|not|(?:does|will) not|doesn['’]t|won['’]t) expir(?:es?|ing)|without (?:an )?expiry)",
    {
      expiresInDays: 'never',
    },
  ),
  clause(
    '(?:(?:expir(?:es?|ing)(?: in| after)?|valid (?:for|until|till)|lasting|until|till|' +
      'with an? (?:expiry|lifetime) of)(?![\\w-])|' +
      'for (?:the next )?(?=[-+.\\d]|\\w+ (?:second|minute|hour|day|week|month|year|decade)s?\\b|year\\b)):?',
    (rest) => readDays(rest, 'expiresInDays'),
  ),
  clause(
    '(?:(?:has |have )?(?:nobody|no[ -]one) (?:has |have )?used|have i not used|' +
      "(?:i )?(?:have|has|were|was|are)(?: not|n['’]t)(?: i)?(?: been)? used|(?:are |have been )?(?:unused|idle))" +
      '(?: for| in| since)?(?: more than| over| at least)?(?: the (?:last|past))?(?= |$)',
    (rest) => readDays(rest, 'unusedForDays'),
  ),

  fixedClause('with(?:out| no)(?: any)? (?:scopes?|permissions?)', { scopes: [] }),
  clause(
    '(?:(?:with|having) (?:\\w+ ){0,2}(?:scopes?|permissions?|access|rights)\\b|(?:the )?scopes?(?=:| [^ ]*:)|' +
      '(?:limited|restricted) to\\b|(?:can|may) only\\b):?',
    readScopes,
  ),

  fixedClause('for (?:me|myself|my (?:own )?account)', { owner: null }),
  ...ownerClauses('team', 'team', 'team'),
  ...ownerClauses('service', 'service account', 'service'),
  clause('for(?= |$)', () => ({ question: 'owner' })),
  fixedClause('with a new (?:one|key|token)', {}),
];

/** Reads all clauses of a request: their details, or a question about what is unclear. */
export function readClauses(intent: Intent, text: string): Details | QuestionName {
  let details: Details = {};
  let rest = text;
  while (rest !== '') {
    const reading = readOne(rest, details.name === undefined && (intent === 'revoke' || intent === 'rotate'));
    if ('question' in reading) {
      // An answer would not help: “30 days” is no more allowed than “soon”.
      const isAllowed = reading.about === undefined || allowedDetails[intent].includes(reading.about);
      return isAllowed ? reading.question : 'anything';
    }
    const parts = allowedDetails[intent].filter((part) => part in reading.details);
    if (parts.length < Object.keys(reading.details).length) return 'anything';
    if (parts.some((part) => part in details)) return 'once';
    details = { ...details, ...reading.details };
    rest = reading.rest.trimStart();
  }
  return details;
}

/** Whether a text begins with one key or several. `undefined`: with neither. */
export function readNoun(text: string): Details['noun'] {
  const reading = firstClause(nouns, text);
  return reading !== undefined && 'details' in reading ? reading.details.noun : undefined;
}

function readOne(rest: string, mayBeName: boolean): Reading {
  const reading = firstClause([...nouns, ...clauses], rest);
  if (reading) return reading;
  const end = mayBeName ? findNameEnd(rest) : 0;
  if (end > 0) return { details: { name: bareName(rest.slice(0, end)) }, rest: rest.slice(end) };
  const unjoined = rest.replace(joining, '');
  return unjoined === rest ? { question: 'anything' } : { details: {}, rest: unjoined };
}

function firstClause(among: readonly Clause[], text: string): Reading | undefined {
  for (const { opens, read } of among) {
    const opening = opens.exec(text);
    if (opening) return read(text.slice(opening[0].length), opening);
  }
  return undefined;
}

function readName(text: string): Reading {
  const name = /^ *("\d+")/.exec(text);
  if (name?.[1] !== undefined) return { details: { name: name[1] }, rest: text.slice(name[0].length) };
  const trimmed = text.trimStart();
  const end = findNameEnd(trimmed);
  return { details: { name: stripEnding(trimmed.slice(0, end)) }, rest: trimmed.slice(end) };
}

/** A name without quotes ends before the next clause and the words that join it. */
function findNameEnd(text: string): number {
  const starts = [0, ...Array.from(text.matchAll(/ /g), ({ index }) => index + 1)];
  const opensAt = (at: number) => {
    const clause = text.slice(at).replace(joinings, '');
    return clauses.some(({ opens }) => opens.test(clause));
  };
  return starts.find(opensAt) ?? text.length;
}

/** A name used instead of "the key called …". Empty if it may be a pronoun or mean several keys. */
function bareName(text: string): string {
  const name = stripEnding(text).replace(/^(?:the|my|our) (.*?)(?: api)? key$/i, '$1');
  const vague =
    /^(?:it|this|that|them|these|those|the|my|our|your|all|every\w*|each|both|any|some|of)\b|\b(?:keys|tokens)$/i;
  return vague.test(name) ? '' : name;
}

function readDays(text: string, about: 'expiresInDays' | 'unusedForDays'): Reading {
  const duration = readDuration(text);
  return duration
    ? { details: { [about]: duration.days }, rest: duration.rest }
    : { question: 'duration', about };
}

function readScopes(text: string): Reading {
  const scopes: string[] = [];
  let rest = text;
  for (;;) {
    const [all = '', next = ''] = /^[ ,]*(?:(?:and|&) )?("\d+"|[^\s",;]*[^\s",;.!?:])/i.exec(rest) ?? [];
    if (!next.includes(':') && !next.startsWith('"')) break;
    scopes.push(next);
    rest = rest.slice(all.length);
  }
  return scopes.length === 0 ? { question: 'scopes' } : { details: { scopes }, rest };
}

function clause(opens: string, read: Clause['read']): Clause {
  return { opens: anchored(opens), read };
}

/** "For the team platform", "of the platform team", "the platform team's", and what has no name. */
function ownerClauses(kind: NamedOwner['kind'], noun: string, question: QuestionName): readonly Clause[] {
  const read: Clause['read'] = (rest, [, name = '']) => ({ details: { owner: { kind, name } }, rest });
  return [
    clause(`${ofOwner}${noun} (?:(?:called|named) )?${word}`, read),
    clause(`${ofOwner}(?!(?:the|my|our|an?) )${word} ${noun}${ends}`, read),
    clause(`(?:the )?${word} ${noun}['’]s(?= )`, read),
    clause(`(?:for|of|from|in) (?:(?:the|my|our|an?) )?${noun}${ends}`, () => ({ question })),
  ];
}

/** A clause that consists of its opening alone. */
function fixedClause(opens: string, details: Details): Clause {
  return clause(`${opens}${ends}`, (rest) => ({ details, rest }));
}

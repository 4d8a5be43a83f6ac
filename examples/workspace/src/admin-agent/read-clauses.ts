import type { Clause, Clauses, Details, Intent, Reading } from './clauses.js';
import type { QuestionName } from './questions.js';
import { anchored, stripEnding } from './text-patterns.js';

/** Reads the clauses of requests in one language. */
export interface ClauseReader {
  /** Reads all clauses of a request: their details, or a question about what is unclear. */
  readClauses(intent: Intent, text: string): Details | QuestionName;
  /** Whether a text begins with one key or several. `undefined`: with neither. */
  readNoun(text: string): Details['noun'];
}

const ofKey = ['noun', 'name', 'owner'] as const;
const allowedDetails: Readonly<Record<Intent, readonly (keyof Details)[]>> = {
  create: [...ofKey, 'scopes', 'expires'],
  disable: ofKey,
  explain: ofKey,
  list: ['noun', 'owner', 'unusedForDays', 'expires'],
  revoke: ofKey,
  rotate: [...ofKey, 'graceHours'],
};

/** Requests in which a key may be named without "called". */
const namingIntents: readonly Intent[] = ['disable', 'explain', 'revoke', 'rotate'];

export function clauseReader({ nouns, clauses, join, aroundName, vague }: Clauses): ClauseReader {
  const joining = anchored(join);
  const joinings = anchored(`(?:${join} ?){0,4}`);

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
      if (opening) return read(text.slice(opening[0].length), opening, findNameEnd);
    }
    return undefined;
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

  /** A name used instead of "the key called …". Empty if it may be something else. */
  function bareName(text: string): string {
    const name = stripEnding(text).replace(aroundName, '$1');
    return vague.test(name) ? '' : name;
  }

  return {
    readClauses(intent, text) {
      let details: Details = {};
      let rest = text;
      while (rest !== '') {
        const reading = readOne(rest, details.name === undefined && namingIntents.includes(intent));
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
    },
    readNoun(text) {
      const reading = firstClause(nouns, text);
      return reading !== undefined && 'details' in reading ? reading.details.noun : undefined;
    },
  };
}

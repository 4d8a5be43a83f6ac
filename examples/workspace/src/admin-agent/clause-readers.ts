import type { Clause, Reading } from './clauses.js';
import { readDays, readDuration } from './read-duration.js';
import { anchored, stripEnding } from './text-patterns.js';

/** The number of days if a question about unused keys names none. */
const usualDays = 90;
/** The grace period if a rotation must not cause an outage, and names none. */
export const usualGraceHours = 24;

/** The longest grace period, in hours. */
const maxGraceHours = 366 * 24;

/** Reads a name, which ends with its quotation mark or before the next clause. */
export const readName: Clause['read'] = (text, _, findNameEnd) => {
  const name = /^ *("\d+")/.exec(text);
  if (name?.[1] !== undefined) return { details: { name: name[1] }, rest: text.slice(name[0].length) };
  const trimmed = text.trimStart();
  const end = findNameEnd(trimmed);
  return { details: { name: stripEnding(trimmed.slice(0, end)) }, rest: trimmed.slice(end) };
};

/** Reads a duration, such as how long a key works. */
export function readDaysOf(about: 'expires' | 'unusedForDays'): (text: string) => Reading {
  return (text) => {
    const found = readDays(text);
    return found ? { details: { [about]: found.days }, rest: found.rest } : { question: 'duration', about };
  };
}

/** Reads for how long keys have not been used. The opening says whether a duration must follow. */
export function readUnused(text: string, [, ...mustFollow]: RegExpExecArray): Reading {
  const found = readDays(text);
  if (found) return { details: { unusedForDays: found.days }, rest: found.rest };
  if (mustFollow.some((said) => said !== undefined) || isDurationLike(text))
    return { question: 'duration', about: 'unusedForDays' };
  return { details: { unusedForDays: usualDays }, rest: text };
}

function isDurationLike(text: string): boolean {
  return /^ ?[-+.\d]/.test(text);
}

/** What may follow the duration of a grace period. */
const graceTail = anchored(
  ' (?:of )?(?:grace(?: period)?|overlap|transition(?: period)?|übergangs(?:frist|zeit)|überlappung|schonfrist|übergang|' +
    '(?:weiter )?(?:gelten|funktionieren|gültig (?:bleiben|lassen|sein))|weitergelten|behalten)(?![\\w-])',
);

/** Reads a grace period, or takes the usual one. */
export function readGrace(text: string): Reading {
  const found = readDuration(text);
  if (found && found.hours <= maxGraceHours)
    return { details: { graceHours: found.hours }, rest: found.rest.replace(graceTail, '') };
  return found !== undefined || isDurationLike(text)
    ? { question: 'grace', about: 'graceHours' }
    : { details: { graceHours: usualGraceHours }, rest: text };
}

const scope = anchored('[ ,]*(?:(?:and|und|&) )?("\\d+"|[^\\s",;]*[^\\s",;.!?:])');

export function readScopes(text: string): Reading {
  const scopes: string[] = [];
  let rest = text;
  for (;;) {
    const [all = '', next = ''] = scope.exec(rest) ?? [];
    if (!next.includes(':') && !next.startsWith('"')) break;
    scopes.push(next);
    rest = rest.slice(all.length);
  }
  return scopes.length === 0 ? { question: 'scopes', about: 'scopes' } : { details: { scopes }, rest };
}

import type { QuestionName } from './questions.js';
import { anchored, ends } from './text-patterns.js';

/** What can be asked for. */
export type Intent = 'create' | 'disable' | 'explain' | 'list' | 'revoke' | 'rotate';

/** The name or the ID of a team or a service account. */
export interface NamedOwner {
  readonly kind: 'team' | 'service';
  readonly name: string;
}

/** Whose keys are meant, if not those of the person who asks. */
type Whose =
  | NamedOwner
  /** The team of the person, who is in just one. */
  | 'myTeam'
  /** All owners: only admins can see their keys. */
  | 'everyone';

/** When a key expires: in so many days, or before this week, month, quarter or year ends. */
export type Expiry = number | 'never' | 'soon' | CalendarPeriod;
export type CalendarPeriod = 'week' | 'month' | 'quarter' | 'year';

/** What the clauses of a sentence say. Texts still have placeholders for their quoted pieces. */
export interface Details {
  readonly noun?: 'key' | 'keys';
  readonly name?: string;
  /** `null`: the person who asks. */
  readonly owner?: Whose | null;
  readonly scopes?: readonly string[] | 'readOnly';
  readonly expires?: Expiry;
  readonly unusedForDays?: number;
  /** For how long the old key works alongside the new one. */
  readonly graceHours?: number;
}

export type Reading =
  | { readonly details: Details; readonly rest: string }
  /** `about`: the detail that could not be read, if it is not allowed with every request. */
  | { readonly question: QuestionName; readonly about?: keyof Details };

export interface Clause {
  readonly opens: RegExp;
  /** Reads what follows the opening. `findNameEnd` says where a name without quotes ends. */
  read(rest: string, opening: RegExpExecArray, findNameEnd: (text: string) => number): Reading;
}

/** The clauses of a language. */
export interface Clauses {
  readonly nouns: readonly Clause[];
  /** A name without quotes ends where one of these begins. */
  readonly clauses: readonly Clause[];
  /** A word or a mark that says nothing by itself. */
  readonly join: string;
  /** "The CI key": what is around the name. */
  readonly aroundName: RegExp;
  /** What is not a name: it may be a pronoun, mean several keys, or negate the request. */
  readonly vague: RegExp;
}

/** A word, or a quoted piece. */
export const word = '("\\d+"|[^\\s",;]*[^\\s",;.!?:])';

export function clause(opens: string, read: Clause['read']): Clause {
  return { opens: anchored(opens), read };
}

/** A clause that consists of its opening alone. */
export function fixedClause(opens: string, details: Details): Clause {
  return clause(`(?:${opens})${ends}`, (rest) => ({ details, rest }));
}

/** A clause that can't be read, so that a question is asked. */
export function askingClause(opens: string, question: QuestionName): Clause {
  return clause(opens, () => ({ question }));
}

export function ownerClause(opens: string, kind: NamedOwner['kind']): Clause {
  return clause(opens, (rest, [, name = '']) => ({ details: { owner: { kind, name } }, rest }));
}

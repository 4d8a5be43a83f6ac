import type { Details, Expiry, Intent, NamedOwner } from './clauses.js';
import type { KnownQuestion } from './known-questions.js';
import type { QuestionName } from './questions.js';
import type { Quoted } from './quoted.js';

/** Whose keys are meant. `null`: those of the person who asks. */
export type Owner = NamedOwner | 'myTeam' | null;

/** What a person asked for, as far as the rules understand it. */
export type Wanted =
  | {
      readonly intent: 'create';
      readonly name: string;
      readonly owner: Owner;
      /** `null`: scopes were not mentioned. Empty: the key gets none. */
      readonly scopes: readonly string[] | 'readOnly' | null;
      /** `null`: an expiry was not mentioned. */
      readonly expiresInDays: number | 'never' | null;
    }
  | {
      readonly intent: 'list';
      readonly owner: Owner | 'everyone';
      readonly unusedForDays: number | null;
      /** Only keys that expire then. */
      readonly expires: Expiry | null;
    }
  | { readonly intent: 'revoke'; readonly name: string; readonly owner: Owner }
  | {
      readonly intent: 'rotate';
      readonly name: string;
      readonly owner: Owner;
      /** `null`: a grace period was not mentioned. */
      readonly graceHours: number | null;
    }
  | { readonly intent: 'explain'; readonly keyId: string }
  | { readonly intent: 'explain'; readonly name: string; readonly owner: Owner }
  | { readonly intent: 'disable' }
  | { readonly intent: KnownQuestion }
  | { readonly intent: 'unclear'; readonly question: QuestionName };

export function unclear(question: QuestionName): Wanted {
  return { intent: 'unclear', question };
}

/** What is wanted, according to the clauses of a request. If they don't say enough, it is a question. */
export function wantedFrom(
  intent: Exclude<Intent, 'explain'>,
  details: Details,
  { verbatim }: Quoted,
): Wanted {
  const owner = ownerOf(details, verbatim);
  if (owner !== null && typeof owner === 'object' && owner.name === '') return unclear(owner.kind);
  if (intent === 'list') return listWanted(details, owner);
  if (owner === 'everyone') return unclear('anything');
  if (intent === 'disable') return { intent };
  const name = verbatim(details.name ?? '');
  if (intent === 'create') return createWanted(details, { name, owner, verbatim });
  if (name === '') return unclear('name');
  if (intent === 'revoke') return { intent, name, owner };
  return { intent, name, owner, graceHours: details.graceHours ?? null };
}

/** The owner, with its name as it was typed. */
export function ownerOf({ owner = null }: Details, verbatim: Quoted['verbatim']): Owner | 'everyone' {
  return owner !== null && typeof owner === 'object' ? { ...owner, name: verbatim(owner.name) } : owner;
}

function listWanted(details: Details, owner: Owner | 'everyone'): Wanted {
  const { noun, unusedForDays, expires } = details;
  if (noun === undefined && unusedForDays === undefined && expires === undefined) return unclear('anything');
  return { intent: 'list', owner, unusedForDays: unusedForDays ?? null, expires: expires ?? null };
}

function createWanted(
  { noun, scopes: said, expires }: Details,
  { name, owner, verbatim }: { readonly name: string; readonly owner: Owner } & Pick<Quoted, 'verbatim'>,
): Wanted {
  if (noun === undefined) return unclear('anything');
  if (name === '') return unclear('newName');
  const scopes = said === 'readOnly' ? said : (said?.map(verbatim) ?? null);
  const unreadable = (scope: string) => !/^[!#-[\]-~]+$/.test(scope) || !scope.includes(':');
  if (scopes !== null && scopes !== 'readOnly' && scopes.some(unreadable)) return unclear('scopes');
  if (typeof expires === 'string' && expires !== 'never') return unclear('duration');
  return { intent: 'create', name, owner, scopes, expiresInDays: expires ?? null };
}

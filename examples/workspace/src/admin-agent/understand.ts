import { type OrganisationQuestion, readOrganisationQuestion } from './organisation-questions.js';

import type { QuestionName } from './questions.js';
import { extractQuotes, type Quoted } from './quoted.js';
import { type Details, type Intent, type NamedOwner, readClauses, readNoun } from './read-clauses.js';
import { anchored, stripEnding } from './text-patterns.js';

/** What a person asked for, as far as the rules understand it. */
export type Understood =
  | {
      readonly intent: 'create';
      readonly name: string;
      /** `null`: the key is for the person who asks. */
      readonly owner: NamedOwner | null;
      /** `null`: scopes were not mentioned. Empty: the key gets none. */
      readonly scopes: readonly string[] | null;
      /** `null`: an expiry was not mentioned. */
      readonly expiresInDays: number | 'never' | null;
    }
  | { readonly intent: 'list'; readonly owner: NamedOwner | null; readonly unusedForDays: number | null }
  | { readonly intent: 'revoke' | 'rotate'; readonly name: string; readonly owner: NamedOwner | null }
  | { readonly intent: 'explain'; readonly keyId: string }
  | { readonly intent: OrganisationQuestion }
  | { readonly intent: 'unclear'; readonly question: QuestionName };

const verbs: Readonly<Record<Intent, string>> = {
  create: 'create|make|add|issue|generate|give',
  explain: "explain|why|how come|what(?: is|['’]s) wrong with",
  list: 'list|show|display',
  revoke: 'delete|revoke|remove|kill|destroy',
  rotate: 'rotate|renew|replace',
};

/** Words that ask for something only at the beginning: elsewhere they are ordinary words. */
const beginnings: Readonly<Partial<Record<Intent, string>>> = { create: 'new', list: 'which|what' };

const intents = ['create', 'explain', 'list', 'revoke', 'rotate'] as const satisfies readonly Intent[];

const polite =
  '(?:(?:please|hi|hello|hey|ok|okay|just|now|(?:can|could|would|will) you|(?:can|may) i (?:have|get)|you to|to|' +
  "i (?:need|want)|i(?: would|['’]d) like|tell me|help me)(?=[ ,;.!:]|$)[ ,;.!:]*)";
const request =
  `(?:(?:and|then|also|plus) |${polite}){0,6}(?!(?:make|give) it )` +
  `(?:${Object.values(verbs).join('|')})(?=[ ,;.:\\n]|$)`;
const nextRequest = new RegExp(`(?:[,;.!?&] | (?:and|then|also|plus|or) )${request}`, 'i');
const nextLine = new RegExp(`\\n(?=${request})`, 'gi');

/** Reads a sentence that was typed to the admin agent. If any part of it can't be read, the result is a question. */
export function understand(text: string): Understood {
  const sentence = extractQuotes(text);
  if (!sentence) return unclear('quotes');
  const wanted = onOneLine(sentence.text).replace(anchored(` ?${polite}*`), '');
  const asked = readOrganisationQuestion(stripEnding(wanted).trimStart());
  if (asked !== undefined) return { intent: asked };
  const found = requestIn(wanted);
  if (!found) return unclear('anything');
  if (nextRequest.test(found.rest)) return unclear('oneThing');
  const rest = stripEnding(found.rest).trimStart();
  if (found.intent === 'explain') return explained(rest, sentence);
  const details = readClauses(found.intent, rest);
  return typeof details === 'string' ? unclear(details) : understood(found.intent, details, sentence);
}

/** A line break before a verb begins another request. Elsewhere it is a space. */
function onOneLine(text: string): string {
  const lines = text.replace(/\s+/g, (space) => (space.includes('\n') ? '\n' : ' '));
  return lines.replace(nextLine, '; ').replaceAll('\n', ' ');
}

function requestIn(text: string): { readonly intent: Intent; readonly rest: string } | undefined {
  for (const intent of intents) {
    const words = [verbs[intent], beginnings[intent]].filter(Boolean).join('|');
    const verb = anchored(`(?:${words})(?: me| us)?(?=[ ,:]|$)`).exec(text);
    if (verb) return { intent, rest: text.slice(verb[0].length) };
  }
  // Without a verb, "an API key …" asks for one, and "my keys …" asks to see them.
  const noun = readNoun(text);
  if (noun !== undefined && /^(?:an?|another|one) /i.test(text)) return { intent: 'create', rest: text };
  return noun === 'keys' ? { intent: 'list', rest: text } : undefined;
}

function understood(intent: Exclude<Intent, 'explain'>, details: Details, { verbatim }: Quoted): Understood {
  const owner = details.owner ? { ...details.owner, name: verbatim(details.owner.name) } : null;
  if (owner?.name === '') return unclear(owner.kind);
  if (intent === 'list') {
    if (details.noun === undefined) return unclear('anything');
    return { intent, owner, unusedForDays: details.unusedForDays ?? null };
  }
  const name = verbatim(details.name ?? '');
  if (intent !== 'create') return name === '' ? unclear('name') : { intent, name, owner };
  if (details.noun === undefined) return unclear('anything');
  if (name === '') return unclear('newName');
  const scopes = details.scopes?.map(verbatim) ?? null;
  const unreadable = (scope: string) => !/^[!#-[\]-~]+$/.test(scope) || !scope.includes(':');
  if (scopes?.some(unreadable)) return unclear('scopes');
  return { intent, name, owner, scopes, expiresInDays: details.expiresInDays ?? null };
}

function explained(text: string, { verbatim }: Quoted): Understood {
  const named = /\b(?:key|id)(?: id)?:? ("\d+"|[0-9A-Za-z]{16}(?![\w-]))/i.exec(text)?.[1];
  const words = text.match(/"\d+"|(?<![\w-])[0-9A-Za-z]{16}(?![\w-])/g) ?? [];
  // Some words have 16 letters: without "key" before it, an ID needs a digit, or a capital after its first letter.
  const ids = words.map(verbatim).filter((id) => /^[0-9A-Za-z]{16}$/.test(id) && /\d|.[A-Z]/.test(id));
  const [found, another] = new Set(ids);
  const keyId = found ?? (named && verbatim(named));
  if (keyId === undefined || another !== undefined || !/^[0-9A-Za-z]{16}$/.test(keyId))
    return unclear('keyId');
  return { intent: 'explain', keyId };
}

function unclear(question: QuestionName): Understood {
  return { intent: 'unclear', question };
}

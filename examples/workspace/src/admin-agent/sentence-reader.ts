import type { Intent } from './clauses.js';
import type { Grammar } from './grammar.js';
import { knownQuestionReader } from './known-questions.js';
import type { Quoted } from './quoted.js';
import { clauseReader } from './read-clauses.js';
import { anchored, stripEnding, stripPunctuation, withSpellings } from './text-patterns.js';
import { ownerOf, unclear, type Wanted, wantedFrom } from './wanted.js';

interface Request {
  readonly intent: Intent;
  /** Everything but the verb. */
  readonly rest: string;
  /** Whether there is another verb at the end of a clause. */
  readonly hasNext?: boolean;
}

const intents = [
  'create',
  'explain',
  'list',
  'revoke',
  'rotate',
  'disable',
] as const satisfies readonly Intent[];

const keyId = /^[0-9A-Za-z]{16}$/;

/** Reads sentences in one language. */
export function sentenceReader(grammar: Grammar): (sentence: Quoted) => Wanted {
  const { polite, connectives, verbs, beginnings, infinitives = {}, afterVerb, noRequest, refusal } = grammar;
  const readKnown = knownQuestionReader(grammar.questions);
  const { readClauses, readNoun } = clauseReader(grammar.clauses);

  const courtesy = anchored(` ?${polite}*`);
  const request =
    `(?:(?:${connectives}) |${polite}){0,6}${noRequest === undefined ? '' : `(?!${noRequest})`}` +
    `(?:${Object.values(verbs).join('|')})(?=[ ,;.:\\n]|$)`;
  const nextRequest = pattern(`(?:[,;.!?&] | (?:${connectives}) )${request}`);
  const nextLine = pattern(`\\n(?=${request})`, 'gi');
  const verbAt = (intent: Intent) =>
    anchored(`(?:${[verbs[intent], beginnings[intent]].filter(Boolean).join('|')})${afterVerb}(?=[ ,:]|$)`);
  const beginningWith = intents.map((intent) => [intent, verbAt(intent)] as const);
  const endingWith = Object.entries(infinitives).map(
    ([intent, words]) => [intent as Intent, pattern(`(?:^| )(?:zu )?(?:${words})(?=[,;.:]|$)`)] as const,
  );
  const anyInfinitive = pattern(`(?:^| )(?:${Object.values(infinitives).join('|') || '(?!)'})(?=[ ,;.:]|$)`);
  const indefinite = anchored(grammar.indefinite);
  const beforeRefused = anchored(`${refusal.before} `);
  const refused = pattern(`(?:^| )${refusal.after}$`);

  /** A line break before a verb begins another request. Elsewhere it is a space. */
  function onOneLine(text: string): string {
    const lines = text.replace(/\s+/g, (space) => (space.includes('\n') ? '\n' : ' '));
    return lines.replace(nextLine, '; ').replaceAll('\n', ' ');
  }

  function requestIn(text: string): Request | undefined {
    for (const [intent, verb] of beginningWith) {
      const found = verb.exec(text);
      if (found) return { intent, rest: text.slice(found[0].length) };
    }
    const sentence = stripEnding(text);
    for (const [intent, verb] of endingWith) {
      const found = verb.exec(sentence);
      if (found === null) continue;
      const rest = sentence.slice(0, found.index) + sentence.slice(found.index + found[0].length);
      return { intent, rest, hasNext: anyInfinitive.test(rest) };
    }
    // Without a verb, "an API key …" asks for one, "my keys …" asks to see them, and "my key … fails" asks why.
    const noun = readNoun(text);
    if (noun !== undefined && indefinite.test(text)) return { intent: 'create', rest: text };
    if (noun === 'key' && refused.test(sentence)) return { intent: 'explain', rest: text };
    return noun === 'keys' ? { intent: 'list', rest: text } : undefined;
  }

  function explained(text: string, { verbatim }: Quoted): Wanted {
    const named = /\b(?:key|id|schl(?:ü|ue?)ssel)(?:[ -]id)?:? ("\d+"|[0-9A-Za-z]{16}(?![\w-]))/i.exec(
      text,
    )?.[1];
    const words = text.match(/"\d+"|(?<![\w-])[0-9A-Za-z]{16}(?![\w-])/g) ?? [];
    // Some words have 16 letters: without "key" before it, an ID needs a digit, or a capital after its first letter.
    const ids = words.map(verbatim).filter((id) => keyId.test(id) && /\d|.[A-Z]/.test(id));
    const [found, another] = new Set(ids);
    const id = found ?? (named && verbatim(named));
    if (another !== undefined) return unclear('keyId');
    if (id !== undefined && keyId.test(id)) return { intent: 'explain', keyId: id };

    const key = text.replace(beforeRefused, '').replace(refused, '').trim();
    const details = readClauses('explain', key);
    if (typeof details === 'string') return unclear('keyId');
    const { noun, name = '' } = details;
    const owner = ownerOf(details, verbatim);
    const isNamed = verbatim(name) !== '' && (noun !== undefined || name.startsWith('"'));
    if (!isNamed || owner === 'everyone') return unclear('keyId');
    return { intent: 'explain', name: verbatim(name), owner };
  }

  return (sentence) => {
    const text = onOneLine(sentence.text).trim();
    const wanted = text.replace(courtesy, '');
    const known = readKnown(stripPunctuation(text)) ?? readKnown(stripEnding(wanted).trimStart());
    if (known !== undefined) return { intent: known };
    const found = requestIn(wanted);
    if (!found) return unclear('anything');
    if (found.hasNext === true || nextRequest.test(found.rest)) return unclear('oneThing');
    const rest = stripEnding(found.rest).trimStart();
    if (found.intent === 'explain') return explained(rest, sentence);
    const details = readClauses(found.intent, rest);
    return typeof details === 'string' ? unclear(details) : wantedFrom(found.intent, details, sentence);
  };
}

function pattern(source: string, flags = 'i'): RegExp {
  return new RegExp(withSpellings(source), flags);
}

import type { Language } from '../texts/texts.js';
import { detectLanguage } from './detect-language.js';
import { englishGrammar } from './english/grammar.js';
import { germanGrammar } from './german/grammar.js';
import { extractQuotes } from './quoted.js';
import { sentenceReader } from './sentence-reader.js';
import { unclear, type Wanted } from './wanted.js';

export interface Understood {
  readonly wanted: Wanted;
  /** The language to answer in. */
  readonly language: Language;
}

const readers = { en: sentenceReader(englishGrammar), de: sentenceReader(germanGrammar) } as const;

/**
 * Reads a sentence that was typed to the admin agent. If any part of it can't be read, the result is a question.
 * `pageLanguage`: the language if the sentence does not say.
 */
export function understand(text: string, pageLanguage: Language = 'en'): Understood {
  const sentence = extractQuotes(text);
  const language = detectLanguage(sentence?.text ?? text) ?? pageLanguage;
  if (!sentence) return { wanted: unclear('quotes'), language };
  const wanted = readers[language](sentence);
  if (!isLost(wanted)) return { wanted, language };
  const other = language === 'en' ? 'de' : 'en';
  const otherwise = readers[other](sentence);
  return isLost(otherwise) ? { wanted, language } : { wanted: otherwise, language: other };
}

/** Whether nothing of a sentence was understood. */
function isLost(wanted: Wanted): boolean {
  return wanted.intent === 'unclear' && wanted.question === 'anything';
}

import type { Clauses, Intent } from './clauses.js';
import type { KnownQuestions } from './known-questions.js';

/** How people ask for things in one language. Patterns are sources of regular expressions. */
export interface Grammar {
  /** Words that may begin any sentence. */
  readonly polite: string;
  /** What begins a second request. */
  readonly connectives: string;
  /** Words that ask for something at the beginning. */
  readonly verbs: Readonly<Record<Intent, string>>;
  /** Words that ask for something only at the beginning of the whole sentence: elsewhere they are ordinary words. */
  readonly beginnings: Readonly<Partial<Record<Intent, string>>>;
  /** Verbs that ask for something at the end of a clause. */
  readonly infinitives?: Readonly<Partial<Record<Intent, string>>>;
  /** What may follow a verb without saying anything. */
  readonly afterVerb: string;
  /** What does not begin a request, although it begins with a verb. */
  readonly noRequest?: string;
  /** Begins a noun of which there is not yet one, so that it asks for it. */
  readonly indefinite: string;
  readonly refusal: {
    /** May stand between "why" and the key. */
    readonly before: string;
    /** Says that a key is refused, at the end. */
    readonly after: string;
  };
  readonly clauses: Clauses;
  readonly questions: KnownQuestions;
}

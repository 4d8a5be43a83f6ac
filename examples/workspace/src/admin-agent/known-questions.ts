import { anchored } from './text-patterns.js';

/** A question that is read as a whole, because it has no details. */
export type KnownQuestion =
  /** About the keys of all owners. */
  | 'inventory'
  | 'automations'
  | 'personal'
  /** About leaks. */
  | 'rehearsal'
  | 'leaked'
  /** How to use a key. */
  | 'curl'
  | 'pipeline'
  | 'environment'
  | 'mcp'
  /** About the agent itself. */
  | 'help'
  | 'greeting'
  | 'thanks';

/** What is explained without looking at any key. */
export type Guide =
  | Exclude<KnownQuestion, 'inventory' | 'automations' | 'personal' | 'rehearsal'>
  | 'disable';

/** Questions that are read as a whole. */
export interface KnownQuestions {
  /** May begin any of them. */
  readonly beginning: string;
  /** May end any of them. */
  readonly ending: string;
  /** Each pattern matches a whole sentence. */
  readonly patterns: Readonly<Record<KnownQuestion, readonly string[]>>;
}

/** Reads a whole sentence without final punctuation. `undefined`: it is about something else. */
export type KnownQuestionReader = (sentence: string) => KnownQuestion | undefined;

export function knownQuestionReader({ beginning, ending, patterns }: KnownQuestions): KnownQuestionReader {
  const sentences = Object.entries(patterns).map(
    ([question, sources]) =>
      [
        question as KnownQuestion,
        anchored(`(?:${beginning})?(?:${sources.join('|')})(?:${ending})?$`),
      ] as const,
  );
  return (sentence) => sentences.find(([, pattern]) => pattern.test(sentence))?.[0];
}

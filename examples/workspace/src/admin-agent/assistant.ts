import type { AgentSession, Deletion, KeyTool, ToolResult } from '@postern/agent';

/** What stands below an answer. It comes of what the tools did, never of what a model says. */
export type Card =
  /** A key that the person may reveal. */
  | { readonly kind: 'offer'; readonly name: string; readonly offerId: string }
  /** A key that the person may delete, and where. */
  | { readonly kind: 'delete'; readonly name: string; readonly url: string };

/** One thing that a person or the agent said. */
export interface Message {
  readonly role: 'person' | 'agent';
  readonly text: string;
  readonly cards: readonly Card[];
}

export type Answer = Omit<Message, 'role'>;

/** What a person asks. No token is in it. */
export interface Question {
  readonly text: string;
  /** What was said before, the oldest first. */
  readonly before: readonly Message[];
  readonly tools: readonly KeyTool[];
  readonly session: AgentSession;
  /** Aborted when nobody needs the answer any more. */
  readonly signal: AbortSignal;
}

/** Answers people: by rules, or by a model. */
export interface Assistant {
  /** Says to people who it is that answers. */
  readonly label: string;
  readonly answer: (question: Question) => Promise<Answer>;
  /** Gives up what is under way. Its answers say so. */
  readonly close: () => void;
}

/** What the result of a tool shows. */
export function cardsFrom({ offer, deletions = [] }: ToolResult): readonly Card[] {
  const deleting = deletions.map(deletionCard);
  return offer === undefined
    ? deleting
    : [{ kind: 'offer', offerId: offer.id, name: offer.name }, ...deleting];
}

/** What somebody sees of a key that they may delete. */
export function deletionCard({ key, url }: Deletion): Card {
  return { kind: 'delete', name: key.name, url };
}

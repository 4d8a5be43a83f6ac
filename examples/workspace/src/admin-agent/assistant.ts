import type { AgentSession, Deletion, KeyTool, ToolResult } from '@postern/agent';

/** Shown below an answer. It is made from what the tools did, never from what a model says. */
export type Card =
  /** A key that the person may reveal. */
  | { readonly kind: 'offer'; readonly name: string; readonly offerId: string }
  /** A key that the person may delete, and where. */
  | { readonly kind: 'delete'; readonly name: string; readonly url: string };

/** A message from a person or from the agent. */
export interface Message {
  readonly role: 'person' | 'agent';
  readonly text: string;
  readonly cards: readonly Card[];
}

export type Answer = Omit<Message, 'role'>;

/** A person's question. It contains no token. */
export interface Question {
  readonly text: string;
  /** The messages before it, oldest first. */
  readonly before: readonly Message[];
  readonly tools: readonly KeyTool[];
  readonly session: AgentSession;
  /** Aborted when the answer is no longer needed. */
  readonly signal: AbortSignal;
}

/** Answers people: by rules, or by a model. */
export interface Assistant {
  /** Shown to people: who answers them. */
  readonly label: string;
  readonly answer: (question: Question) => Promise<Answer>;
  /** Aborts the answers in progress. Their text says so. */
  readonly close: () => void;
}

/** The cards to show for the result of a tool. */
export function cardsFrom({ offer, deletions = [] }: ToolResult): readonly Card[] {
  const deleting = deletions.map(deletionCard);
  return offer === undefined
    ? deleting
    : [{ kind: 'offer', offerId: offer.id, name: offer.name }, ...deleting];
}

/** The card of a key that the person may delete. */
export function deletionCard({ key, url }: Deletion): Card {
  return { kind: 'delete', name: key.name, url };
}

/** Runs a tool for the person who asks. */
export async function runTool(
  { tools, session }: Question,
  name: string,
  input: Readonly<Record<string, unknown>>,
): Promise<ToolResult> {
  const tool = tools.find((one) => one.name === name);
  if (tool === undefined) throw new Error(`there is no tool ${name}`);
  return tool.run(input, session);
}

/** An answer with the cards of a result. If the tool failed, the text says why. */
export function toAnswer(result: ToolResult, text: string): Answer {
  return { text: result.isError ? result.text : text, cards: cardsFrom(result) };
}

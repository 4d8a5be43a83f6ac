import type { AgentSession, Deletion, KeyTool, ToolResult } from '@postern/agent';
import type { WorkspaceTexts } from '../texts/texts.js';

/** Shown below an answer. It is made from what the tools did, never from what a model says. */
export type Card =
  /** A key that the person may reveal. */
  | { readonly kind: 'offer'; readonly name: string; readonly offerId: string }
  /** A key that the person may delete, and where. Older cards do not name its ID. */
  | { readonly kind: 'delete'; readonly name: string; readonly url: string; readonly keyId?: string }
  /** A page of the workspace: the one with the person's keys. */
  | { readonly kind: 'page'; readonly page: 'keys' };

/** What a person or the agent said, in the language in which it was said. */
export interface Said {
  readonly text: string;
  readonly cards: readonly Card[];
}

/** A message of a conversation. */
export interface Message extends Said {
  readonly id: string;
  readonly role: 'person' | 'agent';
}

/** A person's question. It contains no token. */
export interface Question {
  readonly text: string;
  /** The texts in the person's language, as their browser states it. */
  readonly texts: WorkspaceTexts;
  /** The messages before it, oldest first. */
  readonly before: readonly Message[];
  /** The IDs of the person's teams. */
  readonly teams: () => Promise<readonly string[]>;
  readonly tools: readonly KeyTool[];
  readonly session: AgentSession;
  /**
   * Takes the text of the answer piece by piece, if it is made that way. Together, the pieces are the beginning of the
   * answer's text.
   */
  readonly onText: (piece: string) => void;
  /** Aborted when the answer is no longer needed. */
  readonly signal: AbortSignal;
}

/** Answers people: by rules, or by a model. */
export interface Assistant {
  /** Shown to people: who answers them. */
  readonly label: (texts: WorkspaceTexts) => string;
  readonly answer: (question: Question) => Promise<Said>;
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
  return { kind: 'delete', name: key.name, url, keyId: key.id };
}

/** Runs a tool for the person who asks. */
export async function runTool(
  { tools, session }: Pick<Question, 'tools' | 'session'>,
  name: string,
  input: Readonly<Record<string, unknown>>,
): Promise<ToolResult> {
  const tool = tools.find((one) => one.name === name);
  if (tool === undefined) throw new Error(`there is no tool ${name}`);
  return tool.run(input, session);
}

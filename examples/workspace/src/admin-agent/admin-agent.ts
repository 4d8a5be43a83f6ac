import { findLeakedKeys, keyTools, maskTokens } from '@postern/agent';
import { toStorable } from '../http/storable-text.js';
import type { OwnerStores } from '../keys/named-owners.js';
import type { WorkspaceKeys } from '../keys/workspace-keys.js';
import { type Answer, type Assistant, deletionCard, type Message } from './assistant.js';
import { toolsOptions } from './tools-options.js';
import type { Transcripts } from './transcripts.js';

interface Parts extends OwnerStores {
  readonly keys: WorkspaceKeys;
  readonly transcripts: Transcripts;
  readonly assistant: Assistant;
}

/** Talks with people about their keys. */
export interface AdminAgent {
  /** Shown to people: who answers them. */
  readonly label: string;
  messages(personId: string): Promise<readonly Message[]>;
  /**
   * Answers a question, and keeps both. A token in the question is masked before anything is kept or sent to a model.
   * `busy`: this process is still answering the person's last question, so nothing is kept or sent to a model.
   */
  ask(personId: string, text: string): Promise<'answered' | 'busy'>;
  /** Deletes the conversation, and aborts an answer in progress, so that it is not kept. */
  forget(personId: string): Promise<void>;
  /** Aborts requests to a model, and waits until what there is has been kept. */
  close(): Promise<void>;
}

/** A question that is being answered. */
interface Asked {
  readonly answered: Promise<void>;
  readonly controller: AbortController;
  /** Set if the conversation is being deleted. */
  forgotten?: Promise<void>;
}

export function adminAgent({ keys, transcripts, assistant, ...stores }: Parts): AdminAgent {
  const options = toolsOptions(stores, '');
  // Only people get an inventory, and only admins see anything in it.
  const tools = keyTools(keys, { ...options, inventory: true });
  const mask = (text: string) => maskTokens(text, keys.tokenPrefixes);

  /** The question that is being answered, by person. One at a time, since a model costs money. */
  const current = new Map<string, Asked>();

  async function answer(personId: string, asked: string, signal: AbortSignal): Promise<void> {
    const session = { actor: { kind: 'user', id: personId } } as const;
    const before = await transcripts.list(personId);
    const { text, masked } = mask(asked);
    const questionId = await transcripts.addQuestion(personId, text);
    const answer: Answer = masked
      ? {
          text: pastedToken,
          cards: (await findLeakedKeys(keys, options, { text: asked, session })).map(deletionCard),
        }
      : await assistant.answer({ text, before, tools, session, signal });
    // A model may say anything, including text that no database can store.
    const storable = toStorable(mask(answer.text).text);
    if (!signal.aborted) await transcripts.addAnswer(personId, questionId, { ...answer, text: storable });
  }

  async function clearAfter(asked: Asked | undefined, personId: string): Promise<void> {
    asked?.controller.abort();
    await Promise.allSettled([asked?.answered]);
    await transcripts.clear(personId);
  }

  return {
    label: assistant.label,
    messages: (personId) => transcripts.list(personId),
    async ask(personId, asked) {
      if (current.has(personId)) return 'busy';
      const controller = new AbortController();
      const question: Asked = { answered: answer(personId, asked, controller.signal), controller };
      current.set(personId, question);
      try {
        await question.answered;
      } finally {
        // Otherwise the page that comes next would still show the question.
        await Promise.allSettled([question.forgotten]);
        current.delete(personId);
      }
      return 'answered';
    },
    async forget(personId) {
      const asked = current.get(personId);
      const forgotten = clearAfter(asked, personId);
      if (asked !== undefined) asked.forgotten = forgotten;
      await forgotten;
    },
    async close() {
      assistant.close();
      await Promise.allSettled([...current.values()].map(({ answered }) => answered));
    },
  };
}

const pastedToken =
  'Your message contained an API key. I have masked it, so neither this page nor a model keeps it. But anyone who saw it ' +
  'can use it: delete it, and ask me for a new one.';

import { findLeakedKeys, keyTools, maskTokens, tokenMasker } from '@postern/agent';
import { toStorable } from '../http/storable-text.js';
import type { OwnerStores } from '../keys/named-owners.js';
import type { WorkspaceKeys } from '../keys/workspace-keys.js';
import { textsIn, type WorkspaceTexts } from '../texts/texts.js';
import { type Assistant, deletionCard, type Message, type Said } from './assistant.js';
import { detectLanguage } from './detect-language.js';
import { type GrowingText, growingText } from './growing-text.js';
import { toolsOptions } from './tools-options.js';
import type { Transcripts } from './transcripts.js';

interface Parts extends OwnerStores {
  readonly keys: WorkspaceKeys;
  readonly transcripts: Transcripts;
  readonly assistant: Assistant;
}

/** What a person sends. */
interface Sent {
  /** The same each time that one message is sent: 32 hexadecimal digits. */
  readonly sendId: string;
  readonly text: string;
  /** The texts in the person's language. */
  readonly texts: WorkspaceTexts;
}

/** A message that is being answered. */
export interface Asked {
  readonly sendId: string;
  /** The message as it is kept. `undefined`: it was sent, and answered, before. */
  readonly question: Promise<Message | undefined>;
  /** What is certain of the answer so far, masked. Only a part of it may come here, or nothing. */
  readonly text: GrowingText;
  /** The answer as it is kept. `undefined`: there is none, because the conversation was deleted. */
  readonly answer: Promise<Message | undefined>;
}

/** Talks with people about their keys. */
export interface AdminAgent {
  /** Shown to people: who answers them. */
  readonly label: (texts: WorkspaceTexts) => string;
  messages(personId: string): Promise<readonly Message[]>;
  /** What this process is answering right now. */
  current(personId: string): Asked | undefined;
  /**
   * Answers a message, and keeps both. A token in the message is masked before anything is kept or sent to a model. A
   * message that is sent again is not answered again. `busy`: this process is still answering another message of the
   * person, so nothing is kept or sent to a model.
   */
  ask(personId: string, sent: Sent): Asked | 'busy';
  /** Deletes the conversation, and aborts an answer in progress, so that it is not kept. */
  forget(personId: string): Promise<void>;
  /** Aborts requests to a model, and waits until what there is has been kept. */
  close(): Promise<void>;
}

interface Current extends Asked {
  /** Settles once the answer has been kept, or is not needed any more. */
  readonly answered: Promise<Message | undefined>;
  readonly controller: AbortController;
  /** Set if the conversation is being deleted. */
  forgotten?: Promise<void>;
}

/** What a message is answered from. */
interface Kept {
  readonly before: readonly Message[];
  readonly question: Message | undefined;
}

export function adminAgent({ keys, transcripts, assistant, ...stores }: Parts): AdminAgent {
  const options = toolsOptions(stores, '');
  // Only people get an inventory, and only admins see anything in it.
  const tools = keyTools(keys, { ...options, inventory: true });
  const mask = (text: string) => maskTokens(text, keys.tokenPrefixes);

  /** What is being answered, by person. One message at a time, since a model costs money. */
  const current = new Map<string, Current>();

  async function keep(personId: string, { sendId, text }: Sent): Promise<Kept> {
    const before = await transcripts.list(personId);
    return { before, question: await transcripts.addQuestion(personId, sendId, mask(text).text) };
  }

  async function answer(
    personId: string,
    { text: sentText, texts }: Sent,
    { kept, text: shown, signal }: { kept: Promise<Kept>; text: GrowingText; signal: AbortSignal },
  ): Promise<Message | undefined> {
    const { before, question } = await kept;
    if (question === undefined) return undefined;
    const session = { actor: { kind: 'user', id: personId } } as const;
    const teams = () => stores.teams.listForPerson(personId);
    const masker = tokenMasker(keys.tokenPrefixes);
    const onText = (piece: string) => shown.add(toStorable(masker.push(piece)));
    const said: Said = mask(sentText).masked
      ? {
          text: textsIn(detectLanguage(question.text) ?? texts.language).agent.pastedToken,
          cards: (await findLeakedKeys(keys, options, { text: sentText, session })).map(deletionCard),
        }
      : await assistant.answer({ text: question.text, texts, before, teams, tools, session, onText, signal });
    if (signal.aborted) return undefined;
    // A model may say anything, including text that no database can store.
    const storable = toStorable(mask(said.text).text);
    return transcripts.addAnswer(personId, question.id, { ...said, text: storable });
  }

  async function settle(personId: string, asked: Omit<Current, 'answer'>): Promise<Message | undefined> {
    try {
      return await asked.answered;
    } finally {
      // Otherwise the page that comes next would still show what is being deleted.
      await Promise.allSettled([asked.forgotten]);
      current.delete(personId);
    }
  }

  async function clearAfter(asked: Current | undefined, personId: string): Promise<void> {
    asked?.controller.abort();
    await Promise.allSettled([asked?.answered]);
    await transcripts.clear(personId);
  }

  return {
    label: assistant.label,
    messages: (personId) => transcripts.list(personId),
    current: (personId) => current.get(personId),
    ask(personId, sent) {
      const other = current.get(personId);
      if (other !== undefined) return other.sendId === sent.sendId ? other : 'busy';
      const controller = new AbortController();
      const text = growingText();
      const kept = keep(personId, sent);
      const question = kept.then((all) => all.question);
      const answered = answer(personId, sent, { kept, text, signal: controller.signal });
      const asking = { sendId: sent.sendId, question, text, answered, controller };
      const asked = Object.assign(asking, { answer: settle(personId, asking) });
      current.set(personId, asked);
      // Whoever waits for one of them still learns that it failed.
      for (const promise of [question, asked.answer]) promise.catch(() => undefined);
      return asked;
    },
    async forget(personId) {
      const asked = current.get(personId);
      const forgotten = clearAfter(asked, personId);
      if (asked !== undefined) asked.forgotten = forgotten;
      await forgotten;
    },
    async close() {
      assistant.close();
      await Promise.allSettled([...current.values()].map(({ answer }) => answer));
    },
  };
}

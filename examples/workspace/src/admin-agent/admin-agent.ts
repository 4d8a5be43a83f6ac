import { findLeakedKeys, keyTools, maskTokens } from '@postern/agent';
import { toStorable } from '../http/storable-text.js';
import type { WorkspaceKeys } from '../keys/workspace-keys.js';
import type { Teams } from '../people/teams.js';
import { type Answer, type Assistant, deletionCard, type Message } from './assistant.js';
import { toolsOptions } from './tools-options.js';
import type { Transcripts } from './transcripts.js';

interface Parts {
  readonly keys: WorkspaceKeys;
  readonly teams: Teams;
  readonly transcripts: Transcripts;
  readonly assistant: Assistant;
}

/** Talks with people about their keys. */
export interface AdminAgent {
  /** Says to people who it is that answers. */
  readonly label: string;
  messages(personId: string): Promise<readonly Message[]>;
  /**
   * Answers, and keeps both. A token in what somebody asks is masked before anything is kept, or sent to a model. `busy`:
   * this process is still answering the person's last question, so nothing is kept or sent to a model.
   */
  ask(personId: string, text: string): Promise<'answered' | 'busy'>;
  /** Forgets what was said, and aborts an answer that is under way, so that it is not kept. */
  forget(personId: string): Promise<void>;
  /** Gives up what a model has not answered yet, and keeps what there is to keep. */
  close(): Promise<void>;
}

export function adminAgent({ keys, teams, transcripts, assistant }: Parts): AdminAgent {
  const options = toolsOptions(teams, '');
  const tools = keyTools(keys, options);
  const mask = (text: string) => maskTokens(text, keys.kinds);

  /** The question under way, by person. One at a time, since a model costs money. */
  const underWay = new Map<
    string,
    { readonly answered: Promise<void>; readonly controller: AbortController }
  >();

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
    // A model may say anything: what nobody can keep, too.
    const said = toStorable(mask(answer.text).text);
    if (!signal.aborted) await transcripts.addAnswer(personId, questionId, { ...answer, text: said });
  }

  return {
    label: assistant.label,
    messages: (personId) => transcripts.list(personId),
    async ask(personId, asked) {
      if (underWay.has(personId)) return 'busy';
      const controller = new AbortController();
      const answered = answer(personId, asked, controller.signal);
      underWay.set(personId, { answered, controller });
      try {
        await answered;
      } finally {
        underWay.delete(personId);
      }
      return 'answered';
    },
    async forget(personId) {
      const asked = underWay.get(personId);
      asked?.controller.abort();
      await Promise.allSettled([asked?.answered]);
      await transcripts.clear(personId);
    },
    async close() {
      assistant.close();
      await Promise.allSettled([...underWay.values()].map(({ answered }) => answered));
    },
  };
}

const pastedToken =
  'There was an API key in that. I have masked it, so neither this page nor a model keeps it. But whoever saw it can use it: ' +
  'delete it, and ask me for another one.';

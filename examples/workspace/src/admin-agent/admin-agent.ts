import { deletionsOf, keyTools, maskTokens } from '@postern/agent';
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
  said(personId: string): Promise<readonly Message[]>;
  /** Answers, and keeps both. A token in what somebody asks is masked before anything is kept, or sent to a model. */
  ask(personId: string, text: string): Promise<void>;
  forget(personId: string): Promise<void>;
  /** Gives up what a model has not answered yet, and keeps what there is to keep. */
  close(): Promise<void>;
}

export function adminAgent({ keys, teams, transcripts, assistant }: Parts): AdminAgent {
  const options = toolsOptions(teams, '');
  const tools = keyTools(keys, options);
  const safe = (text: string) => maskTokens(text, keys.kinds);

  const underWay = new Set<Promise<void>>();

  async function ask(personId: string, asked: string): Promise<void> {
    const session = { actor: { kind: 'user', id: personId } } as const;
    const before = await transcripts.of(personId);
    const { text, masked } = safe(asked);
    await transcripts.add(personId, { role: 'person', text, cards: [] });
    const answer: Answer = masked
      ? {
          text: pasted,
          cards: (await deletionsOf(keys, options, { text: asked, session })).map(deletionCard),
        }
      : await assistant.answer({ text, before, tools, session });
    // A model may say anything: what nobody can keep, too.
    const said = toStorable(safe(answer.text).text);
    await transcripts.add(personId, { role: 'agent', ...answer, text: said });
  }

  return {
    label: assistant.label,
    said: (personId) => transcripts.of(personId),
    async ask(personId, asked) {
      const asking = ask(personId, asked);
      underWay.add(asking);
      try {
        await asking;
      } finally {
        underWay.delete(asking);
      }
    },
    forget: (personId) => transcripts.clear(personId),
    async close() {
      assistant.close();
      await Promise.allSettled(underWay);
    },
  };
}

const pasted =
  'There was an API key in that. I have masked it, so neither this page nor a model keeps it. But whoever saw it can use it: ' +
  'delete it, and ask me for another one.';

import { deletionsOf, keyTools, maskTokens } from '@postern/agent';
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
}

export function adminAgent({ keys, teams, transcripts, assistant }: Parts): AdminAgent {
  const options = toolsOptions(teams, '');
  const tools = keyTools(keys, options);
  const safe = (text: string) => maskTokens(text, keys.kinds);

  return {
    label: assistant.label,
    said: (personId) => transcripts.of(personId),
    async ask(personId, asked) {
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
      await transcripts.add(personId, { role: 'agent', ...answer, text: safe(answer.text).text });
    },
    forget: (personId) => transcripts.clear(personId),
  };
}

const pasted =
  'There was an API key in that. I have masked it, so neither this page nor a model keeps it. But whoever saw it can use it: ' +
  'delete it, and ask me for another one.';

import { maskTokens } from '@postern/agent';
import type { WorkspaceKeys } from '../keys/workspace-keys.js';
import type { Teams } from '../people/teams.js';
import { type Answer, type Assistant, cardsOf, type Message } from './assistant.js';
import type { Transcripts } from './transcripts.js';
import { workspaceTools } from './workspace-tools.js';

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
  /** Answers, and keeps both. A token in what somebody asks is masked before anything else reads it. */
  ask(personId: string, text: string): Promise<void>;
  forget(personId: string): Promise<void>;
}

export function adminAgent({ keys, teams, transcripts, assistant }: Parts): AdminAgent {
  const tools = workspaceTools({ keys, teams }, '');

  async function answer(personId: string, asked: string, before: readonly Message[]): Promise<Answer> {
    const session = { actor: { kind: 'user', id: personId } } as const;
    const { text, masked } = maskTokens(asked, keys.kinds);
    if (!masked) return assistant.answer({ text, before, tools, session });
    // No model hears of it. The tool takes no token, and says which of them are theirs to delete.
    const explain = tools.find(({ name }) => name === 'explain_refusal');
    const refused = await explain?.run({ key_id: asked }, session);
    return { text: pasted, cards: refused === undefined ? [] : cardsOf(refused) };
  }

  return {
    label: assistant.label,
    said: (personId) => transcripts.of(personId),
    async ask(personId, asked) {
      const before = await transcripts.of(personId);
      const { text } = maskTokens(asked, keys.kinds);
      await transcripts.add(personId, { role: 'person', text, cards: [] });
      const answered = await answer(personId, asked, before);
      const safe = maskTokens(answered.text, keys.kinds).text;
      await transcripts.add(personId, { role: 'agent', ...answered, text: safe });
    },
    forget: (personId) => transcripts.clear(personId),
  };
}

const pasted =
  'There was an API key in that. I have masked it, so neither this page nor a model keeps it. But whoever saw it can use it: ' +
  'delete it, and ask me for another one.';

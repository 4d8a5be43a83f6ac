import type { ToolResult } from '@postern/agent';
import { inEnglish } from '../texts/suggestions.js';
import { type Assistant, type Question, runTool, type Said } from './assistant.js';
import { keyLine, type ListedKey, type ListedKeys } from './describe-keys.js';
import { explainKey } from './explain-key.js';
import { listAutomations, listPersonalKeys, listWhoCreatedWhat } from './inventory-answers.js';
import type { NamedOwner } from './read-clauses.js';
import { answerWith } from './refused-answer.js';
import { rehearseLeak } from './rehearse-leak.js';
import { type Understood, understand } from './understand.js';

/** Answers by rules, for a workspace without a model at `url`. If it does not understand, it asks. */
export const ruleBasedAssistant = (url: string): Assistant => ({
  label: ({ agent }) => agent.byRules,
  async answer(question) {
    const understood = understand(inEnglish(question.text));
    switch (understood.intent) {
      case 'create':
        return create(understood, question);
      case 'list':
        return list(understood, question);
      case 'revoke':
      case 'rotate':
        return changeKey(understood, question);
      case 'explain':
        return explainKey(understood.keyId, question);
      case 'inventory':
        return listWhoCreatedWhat(question);
      case 'automations':
        return listAutomations(question);
      case 'personal':
        return listPersonalKeys(question);
      case 'rehearsal':
        return rehearseLeak(question, url);
      case 'unclear':
        return { text: question.texts.agent.questions[understood.question], cards: [] };
    }
  },
  close() {},
});

type Wanted<Intent> = Extract<Understood, { readonly intent: Intent }>;

async function create(wanted: Wanted<'create'>, question: Question): Promise<Said> {
  const { name, owner, scopes, expiresInDays } = wanted;
  const { texts } = question;
  const result = await runTool(question, 'create_api_key', {
    name,
    ...ownerInput(owner),
    ...(scopes !== null && { scopes }),
    ...(expiresInDays !== null && { expires_in_days: expiresInDays }),
  });
  return answerWith(result, texts.agent.prepared, { texts, owner });
}

async function list({ owner, unusedForDays }: Wanted<'list'>, question: Question): Promise<Said> {
  const { texts } = question;
  const { found, noneUnusedFor } = texts.agent;
  const result = await runTool(question, 'list_api_keys', {
    ...ownerInput(owner),
    ...(unusedForDays !== null && { unused_for_days: unusedForDays }),
  });
  if (result.isError) return answerWith(result, '', { texts, owner });
  const { keys, next_cursor } = result.data as unknown as ListedKeys;
  const isNone = keys.length === 0 && unusedForDays !== null && next_cursor === null;
  const head = isNone ? noneUnusedFor(unusedForDays) : found(keys.length, next_cursor !== null);
  return { text: [head, ...keys.map((key) => keyLine(texts, key))].join('\n'), cards: [] };
}

const changes = {
  revoke: { tool: 'revoke_api_key', text: 'confirmDeletion' },
  rotate: { tool: 'rotate_api_key', text: 'confirmRotation' },
} as const;

/** Deletes or rotates the key that the person means. */
async function changeKey(wanted: Wanted<'revoke' | 'rotate'>, question: Question): Promise<Said> {
  const { texts } = question;
  const listed = await allKeys(wanted.owner, question);
  if ('refused' in listed) return answerWith(listed.refused, '', { texts, owner: wanted.owner });
  const found = findMatching(listed.keys, wanted.name);
  const [key] = found;
  if (key === undefined) return { text: texts.agent.noSuchName, cards: [] };
  if (found.length > 1) {
    const ids = found.map(({ key_id }) => key_id).join(', ');
    return { text: texts.agent.severalHaveName(found.length, ids), cards: [] };
  }
  const { tool, text } = changes[wanted.intent];
  return answerWith(await runTool(question, tool, { key_id: key.key_id }), texts.agent[text], { texts });
}

/** The key with this ID, or else all keys with this name. */
function findMatching(keys: readonly ListedKey[], name: string): readonly ListedKey[] {
  const byId = keys.filter(({ key_id }) => key_id === name);
  return byId.length > 0 ? byId : keys.filter((key) => key.name.toLowerCase() === name.toLowerCase());
}

/** All keys of the owner that are not deleted. */
async function allKeys(
  owner: NamedOwner | null,
  question: Question,
): Promise<{ readonly keys: readonly ListedKey[] } | { readonly refused: ToolResult }> {
  const found: ListedKey[] = [];
  let cursor: string | null = null;
  do {
    const result = await runTool(question, 'list_api_keys', {
      ...{ state: 'all', ...ownerInput(owner), ...(cursor !== null && { cursor }) },
    });
    if (result.isError) return { refused: result };
    const { keys, next_cursor } = result.data as unknown as ListedKeys;
    found.push(...keys.filter(({ state }) => state !== 'revoked'));
    cursor = next_cursor;
  } while (cursor !== null);
  return { keys: found };
}

/** The field of a tool that names the owner. */
function ownerInput(owner: NamedOwner | null): object {
  if (owner === null) return {};
  return owner.kind === 'team' ? { team: owner.name } : { owner };
}

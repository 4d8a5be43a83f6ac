import type { ToolResult } from '@postern/agent';
import { type Answer, type Assistant, type Question, runTool, toAnswer } from './assistant.js';
import { describeKeys, type ListedKey, type ListedKeys } from './describe-keys.js';
import { listAutomations, listPersonalKeys, listWhoCreatedWhat } from './inventory-answers.js';
import type { NamedOwner } from './read-clauses.js';
import { rehearseLeak } from './rehearse-leak.js';
import { type Understood, understand } from './understand.js';

/** Answers by rules, for a workspace without a model at `url`. If it does not understand, it asks. */
export const ruleBasedAssistant = (url: string): Assistant => ({
  label: 'Answers come from the built-in assistant: rule-based, no AI model.',
  async answer(question) {
    const understood = understand(question.text);
    switch (understood.intent) {
      case 'create':
        return create(understood, question);
      case 'list':
        return list(understood, question);
      case 'revoke':
      case 'rotate':
        return changeKey(understood, question);
      case 'explain': {
        const result = await runTool(question, 'explain_refusal', { key_id: understood.keyId });
        return toAnswer(result, result.text);
      }
      case 'inventory':
        return listWhoCreatedWhat(question);
      case 'automations':
        return listAutomations(question);
      case 'personal':
        return listPersonalKeys(question);
      case 'rehearsal':
        return rehearseLeak(question, url);
      case 'unclear':
        return { text: understood.question, cards: [] };
    }
  },
  close() {},
});

type Wanted<Intent> = Extract<Understood, { readonly intent: Intent }>;

async function create(wanted: Wanted<'create'>, question: Question): Promise<Answer> {
  const { name, owner, scopes, expiresInDays } = wanted;
  const result = await runTool(question, 'create_api_key', {
    name,
    ...ownerInput(owner),
    ...(scopes !== null && { scopes }),
    ...(expiresInDays !== null && { expires_in_days: expiresInDays }),
  });
  return toAnswer(result, 'Here it is. The key is created when you reveal it, and shown once, only to you.');
}

async function list({ owner, unusedForDays }: Wanted<'list'>, question: Question): Promise<Answer> {
  const result = await runTool(question, 'list_api_keys', {
    ...ownerInput(owner),
    ...(unusedForDays !== null && { unused_for_days: unusedForDays }),
  });
  return toAnswer(result, describeKeys(result));
}

const changes = {
  revoke: {
    tool: 'revoke_api_key',
    text: 'Please confirm: anything that uses the key will stop working immediately.',
  },
  rotate: {
    tool: 'rotate_api_key',
    text: 'Please confirm: the old key stops working when you reveal the new one.',
  },
} as const;

/** Deletes or rotates the key that the person means. */
async function changeKey(wanted: Wanted<'revoke' | 'rotate'>, question: Question): Promise<Answer> {
  const listed = await allKeys(wanted.owner, question);
  if ('refused' in listed) return toAnswer(listed.refused, '');
  const found = findMatching(listed.keys, wanted.name);
  const [key] = found;
  if (key === undefined)
    return { text: 'I can\'t find a key with that name. Say "List my keys" to see them.', cards: [] };
  if (found.length > 1) {
    const ids = found.map(({ key_id }) => key_id).join(', ');
    const text = `${found.length} keys have that name. Use the ID of the one you mean instead: ${ids}.`;
    return { text, cards: [] };
  }
  const { tool, text } = changes[wanted.intent];
  return toAnswer(await runTool(question, tool, { key_id: key.key_id }), text);
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

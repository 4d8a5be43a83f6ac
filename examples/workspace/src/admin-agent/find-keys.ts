import { type Question, runTool, type Said } from './assistant.js';
import type { NamedOwner } from './clauses.js';
import type { ListedKey, ListedKeys } from './describe-keys.js';
import { ownerInput, resolveOwner } from './owner-input.js';
import { answerWith } from './refused-answer.js';
import type { Owner } from './wanted.js';

/** All keys of an owner that pass the filters of `list_api_keys`. */
export async function allKeys(
  owner: NamedOwner | null,
  question: Question,
  filters: { readonly state?: 'all'; readonly unused_for_days?: number } = {},
): Promise<{ readonly keys: readonly ListedKey[] } | { readonly refused: Said }> {
  const keys: ListedKey[] = [];
  let cursor: string | null = null;
  do {
    const input = { ...filters, ...ownerInput(owner), ...(cursor !== null && { cursor }) };
    const result = await runTool(question, 'list_api_keys', input);
    if (result.isError) return { refused: answerWith(result, '', { texts: question.texts, owner }) };
    const page = result.data as unknown as ListedKeys;
    keys.push(...page.keys);
    cursor = page.next_cursor;
  } while (cursor !== null);
  return { keys };
}

/** The key that a person means by its name or ID. */
export async function findKey(
  { name, owner: said }: { readonly name: string; readonly owner: Owner },
  question: Question,
  { deletedToo = false }: { readonly deletedToo?: boolean } = {},
): Promise<{ readonly key: ListedKey } | { readonly refused: Said }> {
  const { agent } = question.texts;
  const found = await resolveOwner(said, question);
  if ('refused' in found) return found;
  const listed = await allKeys(found.owner, question, { state: 'all' });
  if ('refused' in listed) return listed;
  const matching = findMatching(
    listed.keys.filter(({ state }) => deletedToo || state !== 'revoked'),
    name,
  );
  const [key] = matching;
  if (key === undefined) return { refused: { text: agent.noSuchName, cards: [] } };
  if (matching.length === 1) return { key };
  const ids = matching.map(({ key_id }) => key_id).join(', ');
  return { refused: { text: agent.severalHaveName(matching.length, ids), cards: [] } };
}

/** The key with this ID, or else all keys with this name. */
function findMatching(keys: readonly ListedKey[], name: string): readonly ListedKey[] {
  const byId = keys.filter(({ key_id }) => key_id === name);
  return byId.length > 0 ? byId : keys.filter((key) => key.name.toLowerCase() === name.toLowerCase());
}

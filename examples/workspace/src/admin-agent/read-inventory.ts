import type { ToolResult } from '@postern/agent';
import { type Question, runTool, type Said } from './assistant.js';
import type { ListedKey } from './describe-keys.js';
import { answerWith } from './refused-answer.js';

/** A key in the result of `inventory_api_keys`. */
export interface InventoryKey extends ListedKey {
  readonly created_at: string;
  /** A kind and an ID, such as `user:ada`. So is `created_by`. */
  readonly owner: string;
  readonly created_by: string;
}

/** What is read of a result of `inventory_api_keys`. */
interface InventoryResult {
  readonly creators: readonly { readonly created_by: string; readonly name: string }[];
  readonly owners: readonly { readonly owner: string; readonly name: string }[];
  readonly keys: readonly InventoryKey[];
  readonly next_cursor: string | null;
}

/** Keys that work, newest first. */
export interface Inventory {
  readonly keys: readonly InventoryKey[];
  /** The name of an owner or a creator. */
  readonly nameOf: (reference: string) => string;
  /** Whether there may be more keys than were read. */
  readonly hasMore: boolean;
}

/** Fields of `inventory_api_keys`. */
interface InventoryFilters {
  readonly kinds?: readonly string[];
  readonly unused_for_days?: number;
  readonly never_expires?: boolean;
  readonly expires_within_days?: number;
}

/** How many keys are read for one answer. */
const enoughKeys = 1_000;

/** Reads the keys of all owners, or those of some kinds. */
export async function readInventory(
  question: Question,
  filters: InventoryFilters = {},
): Promise<Inventory | { readonly refused: Said }> {
  const keys: InventoryKey[] = [];
  const names = new Map<string, string>();
  let cursor: string | null = null;
  do {
    const result = await runTool(question, 'inventory_api_keys', {
      ...filters,
      ...(cursor !== null && { cursor }),
    });
    if (result.isError) return { refused: refusedInventory(result, question) };
    const page = result.data as unknown as InventoryResult;
    keys.push(...page.keys);
    for (const { created_by, name } of page.creators) names.set(created_by, name);
    for (const { owner, name } of page.owners) names.set(owner, name);
    cursor = page.next_cursor;
  } while (cursor !== null && keys.length < enoughKeys);
  return { keys, nameOf: (reference) => names.get(reference) ?? reference, hasMore: cursor !== null };
}

function refusedInventory(result: ToolResult, question: Question): Said {
  const answer = answerWith(result, '', question);
  const { notAdmin } = question.texts.refusals.policy;
  return result.error?.code === 'ERR_FORBIDDEN' ? { ...answer, text: notAdmin } : answer;
}

import type { ApiKeys } from '@postern/core';
import { invalidConfig } from '@postern/core/ports';
import type { KeyTool, KeyToolsOptions } from './tool.js';
import { createApiKey } from './tools/create-api-key.js';
import { explainRefusal } from './tools/explain-refusal.js';
import { inventoryApiKeys } from './tools/inventory-api-keys.js';
import { listApiKeys } from './tools/list-api-keys.js';
import { revokeApiKey } from './tools/revoke-api-key.js';
import { rotateApiKey } from './tools/rotate-api-key.js';

const tools = [createApiKey, listApiKeys, revokeApiKey, rotateApiKey, explainRefusal] as const;

/**
 * Creates the tools with which an agent manages keys for the person it talks to: `create_api_key`, `list_api_keys`,
 * `revoke_api_key`, `rotate_api_key`, `explain_refusal` and, with `inventory`, `inventory_api_keys`. No tool returns a
 * token or accepts one.
 *
 * @throws {PosternError} `ERR_INVALID_CONFIG` if an option is missing or malformed.
 * @example
 * const tools = keyTools(keys, { ownersOf, offerUrl, deleteUrl });
 * for (const { name, description, inputSchema } of tools) console.log(name, description, inputSchema);
 */
export function keyTools<Kind extends string>(
  keys: ApiKeys<Kind>,
  options: KeyToolsOptions<NoInfer<Kind>>,
): readonly KeyTool[] {
  for (const name of ['ownersOf', 'offerUrl', 'deleteUrl'] as const)
    if (typeof options?.[name] !== 'function') throw invalidConfig(`keyTools needs ${name}; pass a function`);
  const { inventory = false } = options;
  if (typeof inventory !== 'boolean') throw invalidConfig('inventory must be true or false');
  const all = [...tools, .../* M08 inventory */ (inventory ? [inventoryApiKeys] : [])];
  return all.map((make) => make(keys, options));
}

import { type FieldTable, only } from './field-table.js';

/** The fields that a chat completion and a response have in common, with the same meaning in both. */
export const openaiFields: FieldTable = {
  model: 'used',
  stream: 'used',
  tools: 'no effect',
  tool_choice: only('auto', 'none'),
  parallel_tool_calls: 'no effect',
  temperature: 'no effect',
  top_p: 'no effect',
  top_logprobs: only(0),
  metadata: 'no effect',
  moderation: 'no effect',
  store: 'no effect',
  service_tier: 'no effect',
  prompt_cache_key: 'no effect',
  prompt_cache_options: 'no effect',
  prompt_cache_retention: 'no effect',
  safety_identifier: 'no effect',
  user: 'no effect',
};

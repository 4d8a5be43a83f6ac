import { HttpError } from '../http/http-error.js';

/**
 * There is one model, `auto`. It also goes by the names of the provider's own models, because many clients use one of
 * them by default. The response names the model that answered.
 */
const names = {
  anthropic: /^(auto|claude-[\w.-]{1,60})$/,
  openai: /^(auto|(gpt|chatgpt|codex|o\d)[\w.-]{0,60})$/,
} as const;

/** When the model was created, for lists of models. */
const madeAt = new Date('2026-01-01T00:00:00Z');

/**
 * Requires a name of the model.
 *
 * @throws {HttpError} 400 or 404. The message does not quote the name.
 */
export function requireModel(provider: keyof typeof names, name: unknown): void {
  if (typeof name !== 'string') throw new HttpError(400, 'model: must be a text; the only model is "auto"');
  if (!names[provider].test(name))
    throw new HttpError(404, 'model: does not exist; the only model is "auto"');
}

/** The model as Anthropic's API describes it. */
export const anthropicModel: object = {
  type: 'model',
  id: 'auto',
  display_name: 'The built-in responder',
  created_at: madeAt.toISOString(),
};

export const anthropicModels: object = {
  data: [anthropicModel],
  has_more: false,
  first_id: 'auto',
  last_id: 'auto',
};

/** The model as OpenAI's API describes it. */
export const openaiModel: object = {
  id: 'auto',
  object: 'model',
  created: madeAt.getTime() / 1_000,
  owned_by: 'workspace',
};

export const openaiModels: object = { object: 'list', data: [openaiModel] };

import { maskTokens } from '@postern/agent';
import { toStorable } from '../http/storable-text.js';
import { tokenPrefixes } from '../keys/workspace-keys.js';

/** How long an excerpt may be, in characters. */
const maxLength = 1_000;

/** What is masked: more than is kept, because a masked text is shorter. Masking takes long for a long text. */
const maxMaskedLength = 4 * maxLength;

/** How much of a payload an excerpt looks at: levels, entries of a list or an object, and characters of a text. */
const limits = { depth: 6, entries: 20, textLength: 300 };

/** Names of fields whose values no one should read on a page. */
const secretName = /pass(word|phrase|code)|secret|token|credential|authorization|cookie|signature|api.?key/i;

const omitted = '…';

/**
 * The beginning of a JSON payload, so that people recognise what was sent: all that is kept of it once its work is
 * done. Values of fields such as `password` are left out, and API keys and parts of them are masked.
 */
export function payloadExcerpt(payload: string): string {
  const bounded = JSON.stringify(boundedCopy(JSON.parse(payload), limits.depth));
  const start = bounded.slice(0, maxMaskedLength);
  const text = /* P09 payloads */ masked(start);
  return toStorable(text.length <= maxLength ? text : `${text.slice(0, maxLength)}${omitted}`);
}

function masked(text: string): string {
  return maskTokens(text, tokenPrefixes).text;
}

/** A copy that leaves out what is too deep, too long or secret. A payload may be nested deeper than the stack. */
function boundedCopy(value: unknown, depth: number): unknown {
  if (typeof value === 'string') {
    // In JSON, the escape of a line break adds letters to a token that is folded into lines.
    const start = /* P09 folded */ masked(value.slice(0, limits.textLength));
    return value.length <= limits.textLength ? start : `${start}${omitted}`;
  }
  if (typeof value !== 'object' || value === null) return value;
  if (depth === 0) return omitted;
  if (Array.isArray(value)) {
    const entries = value.slice(0, limits.entries).map((entry) => boundedCopy(entry, depth - 1));
    return value.length <= limits.entries ? entries : [...entries, omitted];
  }
  const fields = Object.entries(value).slice(0, limits.entries);
  const copied = fields.map(([name, field]) => [
    boundedCopy(name, depth),
    secretName.test(name) ? omitted : boundedCopy(field, depth - 1),
  ]);
  return Object.fromEntries(copied);
}

import { respond } from '../models/responder.js';
import type { Outcome } from './work-items.js';

/** Why work fails whose payload has no text. Pages have a sentence for it. */
export const noTextError = 'nothing to work on: the payload has no "text"';

/** Drafts a reply to the texts of a payload, or fails with the reason why it can't. */
export function work(payload: string): Outcome {
  const parsed: unknown = JSON.parse(payload);
  const subjects = (Array.isArray(parsed) ? parsed : [parsed]).flatMap(readSubject);
  if (subjects.length === 0) return { status: 'failed', error: noTextError };
  return { status: 'completed', result: respond([{ role: 'user', texts: [subjects.join('\n')] }]).text };
}

function readSubject(entry: unknown): readonly string[] {
  const { title, text } = (entry ?? {}) as { title?: unknown; text?: unknown };
  if (typeof text !== 'string' || text.trim() === '') return [];
  return [typeof title === 'string' && title.trim() !== '' ? `${title.trim()}: ${text}` : text];
}

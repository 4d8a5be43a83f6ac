import { respond } from '../models/responder.js';
import type { Outcome } from './work-items.js';

/** A payload that can be worked on, for pages to show. */
export const samplePayload = '{"title": "Printer", "text": "It is on fire"}';

/** Works on what came in: drafts a reply to the text of the payload, or says why there is nothing to reply to. */
export function work(payload: string): Outcome {
  const { title, text } = JSON.parse(payload) as { title?: unknown; text?: unknown };
  if (typeof text !== 'string' || text.trim() === '') {
    return { status: 'failed', error: 'nothing to work on: the payload has no "text"' };
  }
  const subject = typeof title === 'string' && title.trim() !== '' ? `${title.trim()}: ${text}` : text;
  return { status: 'completed', result: respond([{ role: 'user', text: subject }]).text };
}

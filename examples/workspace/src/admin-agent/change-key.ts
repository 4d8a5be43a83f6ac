import { durationText } from '../texts/format.js';
import { type Question, runTool, type Said } from './assistant.js';
import { findKey } from './find-keys.js';
import { answerWith } from './refused-answer.js';
import type { Wanted } from './wanted.js';

const hourMs = 60 * 60 * 1_000;

/** Deletes or rotates the key that the person means. */
export async function changeKey(
  wanted: Extract<Wanted, { readonly intent: 'revoke' | 'rotate' }>,
  question: Question,
): Promise<Said> {
  const { texts } = question;
  const found = await findKey(wanted, question);
  if ('refused' in found) return found.refused;
  const { key_id } = found.key;
  if (wanted.intent === 'revoke')
    return answerWith(await runTool(question, 'revoke_api_key', { key_id }), texts.agent.confirmDeletion, {
      texts,
    });
  const { graceHours } = wanted;
  const input = { key_id, ...(graceHours !== null && { grace_hours: graceHours }) };
  const text =
    graceHours === null
      ? texts.agent.confirmRotation
      : texts.agent.confirmGrace(durationText(texts.language, graceHours * hourMs));
  return answerWith(await runTool(question, 'rotate_api_key', input), text, { texts });
}

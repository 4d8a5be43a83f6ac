import type { KeyState } from '@postern/core';
import { instantText } from '../texts/format.js';
import type { WorkspaceTexts } from '../texts/texts.js';
import { type Question, runTool, type Said } from './assistant.js';
import { findKey } from './find-keys.js';
import { answerWith } from './refused-answer.js';
import type { Owner } from './wanted.js';

/** What is read of a result of `explain_refusal`. */
interface Explained {
  readonly state: KeyState;
  readonly expires_at: string | null;
  readonly last_used_at: string | null;
  readonly successor_id: string | null;
  readonly successor_last_used_at?: string | null;
  readonly deleted_at: string | null;
  readonly disabled_at: string | null;
  readonly rotated_at: string | null;
  readonly leak_reported_at: string | null;
}

/** Says why requests with a key are refused. */
export async function explainKey(keyId: string, question: Question): Promise<Said> {
  const { texts } = question;
  const result = await runTool(question, 'explain_refusal', { key_id: keyId });
  const text = result.isError ? '' : explanation(result.data as unknown as Explained, texts);
  return answerWith(result, text, { texts });
}

/** The same for a key of which the person knows the name. It may have been deleted. */
export async function explainNamedKey(
  named: { readonly name: string; readonly owner: Owner },
  question: Question,
): Promise<Said> {
  const found = await findKey(named, question, { deletedToo: true });
  return 'refused' in found ? found.refused : explainKey(found.key.key_id, question);
}

function explanation(key: Explained, texts: WorkspaceTexts): string {
  const explain = texts.explanations.key;
  const at = (instant: string | null) => (instant === null ? '' : instantText(texts.language, instant));
  const orNever = (instant: string | null) => (instant === null ? null : at(instant));
  const hasEnded = key.state === 'revoked' || key.state === 'expired';
  const sentences: string[] = key.leak_reported_at === null ? [] : [explain.leaked(at(key.leak_reported_at))];
  if (hasEnded && key.successor_id !== null)
    sentences.push(explain.replaced(at(key.rotated_at), key.successor_id));
  else if (key.state === 'revoked') sentences.push(explain.deleted(at(key.deleted_at)));
  else if (key.state === 'expired') sentences.push(explain.expired(at(key.expires_at)));
  else if (key.state === 'disabled') sentences.push(explain.disabled(at(key.disabled_at)));
  else if (key.state === 'rotated') sentences.push(explain.inGrace(at(key.expires_at)));
  else sentences.push(explain.live);
  if (key.successor_last_used_at !== undefined)
    sentences.push(explain.rotation(orNever(key.last_used_at), orNever(key.successor_last_used_at)));
  return sentences.join(' ');
}

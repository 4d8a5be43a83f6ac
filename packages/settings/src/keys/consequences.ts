import { type ApiKey, displayForm, keyState, keyStates } from '@postern/core';
import { html } from 'hono/html';
import { sentence } from '../components/sentence.js';
import { relativeAndExact, relativeTime } from '../components/time.js';
import type { Markup } from '../shell/markup.js';
import type { Texts } from '../texts/texts.js';
import type { KeyChange } from './change-key.js';
import { isLeakReport } from './explain-change.js';
import type { Relatives } from './relatives.js';

/** What a change to a key means. */
export interface Consequences {
  /** What stops, or starts again. */
  readonly effect: Markup | string;
  /** Whether the effect deserves attention: something that is in use stops, or a leaked key works again. */
  readonly isSerious: boolean;
  /** What else a person wants to know before they decide. */
  readonly notes: readonly (Markup | string)[];
}

/** Returns what a change to a key means, in its state and by its last use. */
export function consequencesOf(
  texts: Texts,
  { change, key }: { readonly change: KeyChange; readonly key: ApiKey },
  relatives: Relatives,
): Consequences {
  const { name } = key;
  switch (change) {
    case 'rename':
      return { effect: texts.renameHint, isSerious: false, notes: [] };
    case 'enable':
      return enabling(texts, key);
    case 'disable': {
      const effect = stops(texts, key, { used: texts.disableUsed, neverUsed: texts.disableNeverUsed });
      return { ...effect, notes: [texts.disableUndo, ...others(texts, relatives)] };
    }
    case 'delete': {
      const notes = [texts.deleteUndo, ...others(texts, relatives)];
      if (key.disabledAt !== null) return { effect: texts.deleteDisabled(name), isSerious: false, notes };
      if (keyState(key, new Date()) === 'expired')
        return { effect: texts.deleteExpired(name), isSerious: false, notes };
      return { ...stops(texts, key, { used: texts.deleteUsed, neverUsed: texts.deleteNeverUsed }), notes };
    }
  }
}

interface EffectTexts {
  readonly used: (name: string, at: string) => string;
  readonly neverUsed: (name: string) => string;
}

function stops(
  texts: Texts,
  { name, lastUsedAt }: ApiKey,
  { used, neverUsed }: EffectTexts,
): Pick<Consequences, 'effect' | 'isSerious'> {
  if (lastUsedAt === null) return { effect: neverUsed(name), isSerious: false };
  return { effect: sentence(used, name, relativeTime(texts, lastUsedAt)), isSerious: true };
}

function enabling(texts: Texts, key: ApiKey): Consequences {
  const { name, disabledBy } = key;
  if (isLeakReport(disabledBy)) return { effect: texts.enableLeaked, isSerious: true, notes: [] };
  const isOver = keyState({ ...key, disabledAt: null }, new Date()) === 'expired';
  return {
    effect: isOver ? texts.enableExpired(name) : texts.enableEffect(name),
    isSerious: false,
    notes: [],
  };
}

/** Ending one key of a rotation leaves the other alone. */
function others(texts: Texts, { predecessor, successor }: Relatives): readonly Markup[] {
  const works = (key: ApiKey | undefined): key is ApiKey =>
    key !== undefined && keyStates[keyState(key, new Date())].accepted;
  const codeOf = (key: ApiKey) => html`<code>${displayForm(key)}</code>`;
  return [
    ...(works(successor) ? [sentence(texts.successorWorks, codeOf(successor))] : []),
    ...(works(predecessor)
      ? [
          sentence(
            texts.predecessorWorks,
            codeOf(predecessor),
            relativeAndExact(texts, predecessor.expiresAt),
          ),
        ]
      : []),
  ];
}

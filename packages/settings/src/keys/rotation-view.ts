import { type ApiKey, displayForm, keyState } from '@postern/core';
import { html } from 'hono/html';
import { sentence } from '../components/sentence.js';
import { relativeTime } from '../components/time.js';
import { keysPath, type OwnerPageContext } from '../page-context.js';
import type { Markup } from '../shell/markup.js';
import type { Texts } from '../texts/texts.js';
import type { Relatives } from './relatives.js';
import { type RotationProgress, rotationProgress } from './rotation.js';

/** How the rotations stand that a key took part in, with links to the other keys. Empty if there are none. */
export function rotationSection(
  context: OwnerPageContext,
  key: ApiKey,
  { predecessor, successor }: Relatives,
): Markup | '' {
  const { texts } = context.page;
  const parts: Markup[] = [];
  const linkTo = (other: ApiKey) =>
    html`<a href="${keysPath(context.page, context.owner)}/${other.id}"><code>${displayForm(other)}</code></a>`;
  if (key.rotatedAt !== null) {
    const at = relativeTime(texts, key.rotatedAt);
    const what =
      successor === undefined
        ? html`<p>${texts.newKeyGone}</p>`
        : html`<p>${sentence(texts.replacedBy, linkTo(successor), at)}</p>`;
    parts.push(html`${what}${status(context, key, successor)}`);
  }
  if (predecessor !== undefined) {
    const at = relativeTime(texts, predecessor.rotatedAt);
    parts.push(
      html`<p>${sentence(texts.replacesKey, linkTo(predecessor), at)}</p>${status(context, predecessor, key)}`,
    );
  }
  if (parts.length === 0) return '';
  return html`<section aria-labelledby="rotation">
<h2 id="rotation">${texts.rotation}</h2>
${parts.map((part) => html`<div class="card rotation">${part}</div>\n`)}</section>
`;
}

function status(context: OwnerPageContext, old: ApiKey, successor: ApiKey | undefined): Markup {
  const { page, owner } = context;
  const { texts } = page;
  const progress = rotationProgress(old, successor, new Date());
  const canDelete = progress.old === 'unused' && progress.isSafe && !progress.isRecent;
  const link = html`<p><a class="button small" href="${keysPath(page, owner)}/${old.id}/delete" data-dialog>${texts.deleteOldKey}</a></p>`;
  return html`<p${progress.old === 'used' ? html` class="caution"` : ''}>${oldKeyStatus(texts, progress)}</p>
${successor === undefined ? '' : html`<p>${newKeyStatus(texts, successor)}</p>\n`}${canDelete ? link : ''}`;
}

function oldKeyStatus(texts: Texts, progress: RotationProgress): Markup | string {
  switch (progress.old) {
    case 'ended':
      if (progress.withRotation) return texts.oldKeyEndedWithRotation;
      return sentence(texts.oldKeyEnded, relativeTime(texts, progress.at));
    case 'deleted':
      return sentence(texts.oldKeyDeleted, relativeTime(texts, progress.at));
    case 'disabled':
      return texts.oldKeyDisabled;
    case 'used':
      return html`${sentence(texts.oldKeyUsed, relativeTime(texts, progress.at))} ${ends(texts, progress)}`;
    case 'unused':
      return html`${unusedText(texts, progress)} ${ends(texts, progress)}`;
  }
}

function unusedText(
  texts: Texts,
  { isRecent, isSafe }: RotationProgress & { readonly old: 'unused' },
): string {
  if (isRecent) return texts.oldKeyUnknownYet;
  return isSafe ? texts.oldKeyUnused : texts.oldKeyUnusedYet;
}

function ends(texts: Texts, { endsAt }: { readonly endsAt: Date | null }): Markup | string {
  return endsAt === null ? '' : sentence(texts.oldKeyEnds, relativeTime(texts, endsAt));
}

function newKeyStatus(texts: Texts, successor: ApiKey): Markup | string {
  const state = keyState(successor, new Date());
  if (state !== 'live' && state !== 'rotated') return texts.newKeyStates[state];
  if (successor.lastUsedAt === null) return texts.newKeyUnused;
  return sentence(texts.newKeyUsed, relativeTime(texts, successor.lastUsedAt));
}

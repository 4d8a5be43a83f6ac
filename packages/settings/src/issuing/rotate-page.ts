import { type ApiKey, displayForm } from '@postern/core';
import { html } from 'hono/html';
import { everythingText, scopeChips } from '../components/chips.js';
import { factList } from '../components/facts.js';
import { errorSummary, type FormError } from '../components/form-error.js';
import { sentence } from '../components/sentence.js';
import { dayTime, relativeTime } from '../components/time.js';
import { personField } from '../form-person.js';
import { unless } from '../keys/relatives.js';
import { keysPath, type OwnerPageContext, ownerText } from '../page-context.js';
import { crumbsBelowKeys } from '../shell/breadcrumbs.js';
import { layout } from '../shell/layout.js';
import type { Markup } from '../shell/markup.js';
import { navigation } from '../shell/navigation.js';
import type { Texts } from '../texts/texts.js';
import { expiryFields } from './expiry-fields.js';
import type { ExpiryForm } from './expiry-form.js';
import { graceFields } from './grace-fields.js';

/** The fields of the form, as filled in. */
export interface RotateForm extends ExpiryForm {
  /** How long the old key keeps working. Empty: nothing was chosen. */
  readonly grace: string;
}

/** What the page shows. */
interface RotationForm {
  readonly key: ApiKey;
  readonly form: RotateForm;
  readonly error?: FormError | undefined;
}

/** The page on which a key is replaced: what that does, and what it may break. */
export async function rotatePage(
  context: OwnerPageContext,
  { key, form, error }: RotationForm,
): Promise<Awaited<Markup>> {
  const { page, owner, keys } = context;
  const { texts } = page;
  const here = keysPath(page, owner);
  const title = texts.rotateTitle(key.name);
  const errorAt = (field: FormError['field']) => (error?.field === field ? error : undefined);
  const lifetime = keys.lifetimes[owner.kind] ?? {};
  const facts = factList([
    [texts.key, html`<code>${displayForm(key)}</code>`],
    [texts.owner, await ownerText(context)],
    [texts.scopes, scopeChips(page, key.scopes, everythingText(context))],
    [texts.expires, key.expiresAt === null ? texts.neverExpires : dayTime(texts, key.expiresAt)],
  ]);
  return layout(page, {
    title: error === undefined ? title : texts.errorTitle(title),
    nav: await navigation(context),
    crumbs: [...(await crumbsBelowKeys(context)), { text: key.name, href: `${here}/${key.id}` }],
    main: html`<h1>${title}</h1>
<p class="lead">${texts.rotateLead}</p>
${facts}
<form method="post" action="${here}/${key.id}/rotate" class="form" data-no-answer="${texts.rotationUnanswered}" data-in-dialog>
${personField(context.actor)}
${errorSummary(texts.notRotated, error)}
${consequences(texts, key, await predecessorText(context, key))}
${graceFields(texts, { key, grace: form.grace, error: errorAt('grace') })}
${expiryFields(texts, { legend: texts.newKeyExpires, form, error: errorAt('expires'), lifetime, replaced: key })}
<p class="buttons"><a class="button" href="${here}" data-close>${texts.cancel}</a> <button class="primary">${texts.rotateSubmit}</button></p>
</form>`,
  });
}

/** What the rotation may break. Nothing, if no one uses the key yet and no other key ends. */
function consequences(texts: Texts, { lastUsedAt }: ApiKey, predecessor: string): Markup {
  const warning = (text: Markup | string) => html`<p class="warning">${text}</p>`;
  if (lastUsedAt !== null)
    return warning(html`${sentence(texts.rotatesUsed, relativeTime(texts, lastUsedAt))} ${predecessor}`);
  return html`<p>${texts.rotatesUnused}</p>${predecessor === '' ? '' : warning(predecessor)}`;
}

/**
 * What the rotation does to the key that this one had itself replaced, if that still works. Only the record of that key
 * says so, and it is looked for among a limited number of them.
 */
async function predecessorText(
  { keys, owner, actor, page }: OwnerPageContext,
  { id }: ApiKey,
): Promise<string> {
  const { texts } = page;
  const rotated = await unless('ERR_FORBIDDEN', keys.list({ owner, actor, state: 'rotated', limit: 100 }));
  const predecessor = rotated?.keys.find(({ successorId }) => successorId === id);
  // M09 predecessor
  if (predecessor !== undefined) return texts.predecessorEnds(displayForm(predecessor));
  return rotated?.nextCursor === null ? '' : texts.predecessorMayEnd;
}

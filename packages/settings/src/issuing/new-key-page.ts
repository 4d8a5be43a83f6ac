import { holdsSecret } from '@postern/core/ports';
import { html } from 'hono/html';
import { errorSummary, type FormError, fieldError } from '../components/form-error.js';
import { personField } from '../form-person.js';
import { keysPath, type OwnerPageContext, ownerText } from '../page-context.js';
import { crumbsBelowKeys } from '../shell/breadcrumbs.js';
import { layout } from '../shell/layout.js';
import type { Markup } from '../shell/markup.js';
import { navigation } from '../shell/navigation.js';
import { expiryFields } from './expiry-fields.js';
import type { NewKeyForm } from './new-key-form.js';
import { scopeFields } from './scope-fields.js';

/** The page on which a key is created. */
export async function newKeyPage(
  context: OwnerPageContext,
  form: NewKeyForm,
  error?: FormError,
): Promise<Awaited<Markup>> {
  const { page, owner, keys } = context;
  const { texts } = page;
  const here = keysPath(page, owner);
  const errorAt = (field: FormError['field']) => (error?.field === field ? error : undefined);
  const focus = error === undefined || error.field === 'name' ? html` autofocus` : '';
  const invalid = errorAt('name') === undefined ? '' : html` aria-invalid="true"`;
  return layout(page, {
    title: error === undefined ? texts.newKey : texts.errorTitle(texts.newKey),
    nav: await navigation(context),
    crumbs: await crumbsBelowKeys(context),
    main: html`<h1>${texts.newKey}</h1>
<form method="post" action="${here}" class="form" data-no-answer="${texts.issuingUnanswered}" data-in-dialog>
${personField(context.actor)}
${errorSummary(texts.notCreated, error)}
<input type="hidden" name="idempotency-key" value="${form.idempotencyKey}">
<div class="field">
<label for="name">${texts.name}</label>
<input id="name" name="name" value="${/* P09 new */ holdsSecret(form.name) ? '' : form.name}" required autocomplete="off" aria-describedby="${errorAt('name') === undefined ? '' : 'name-error '}name-hint"${invalid}${focus}>
${fieldError('name', error)}
<p class="hint" id="name-hint">${texts.nameHint}</p>
</div>
${expiryFields(texts, { legend: texts.expires, form, error: errorAt('expires'), lifetime: keys.lifetimes[owner.kind] ?? {} })}
${scopeFields(context, await ownerText(context), form, errorAt('scopes'))}
<p class="buttons"><a class="button" href="${here}" data-close>${texts.cancel}</a> <button class="primary">${texts.create}</button></p>
</form>`,
  });
}

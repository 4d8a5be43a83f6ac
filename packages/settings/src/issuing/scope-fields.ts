import { isSameOwner } from '@postern/core';
import { html } from 'hono/html';
import { type FormError, fieldError } from '../components/form-error.js';
import type { OwnerPageContext } from '../page-context.js';
import type { Markup } from '../shell/markup.js';
import type { Texts } from '../texts/texts.js';

/** What a key is to be allowed, as a form sends it. */
export interface AccessForm {
  /** `all`: not narrowed. `only`: the scopes alone. Empty: the form does not say, and no scopes are all of them. */
  readonly access: 'all' | 'only' | '';
  readonly scopes: readonly string[];
}

/** Reads what a key is to be allowed. What the form can't send is read as the choice that allows less. */
export function readAccessForm(fields: URLSearchParams): AccessForm {
  const access = fields.get('access') ?? '';
  return { access: access === 'all' || access === '' ? access : 'only', scopes: fields.getAll('scopes') };
}

/** Returns the scopes that were chosen: `null` is all. */
export function chosenScopes({ access, scopes }: AccessForm): readonly string[] | null {
  return access === 'all' || (access === '' && scopes.length === 0) ? null : scopes;
}

/** A choice that contradicts itself: it must never become a key that may do everything. */
export function accessError({ access, scopes }: AccessForm, texts: Texts): FormError | undefined {
  // M03 none
  if (access === 'only' && scopes.length === 0) return { field: 'scopes', message: texts.scopesMissing };
  // M03 both
  if (access === 'all' && scopes.length > 0) return { field: 'scopes', message: texts.scopesContradict };
  return undefined;
}

/** The fields for what a key may do: everything, or only some scopes. They send an `AccessForm`. */
export function scopeFields(
  { page: { texts, host }, owner, actor, keys }: OwnerPageContext,
  ownerName: string,
  form: AccessForm,
  error: FormError | undefined,
): Markup | string {
  if (keys.permissions === undefined) return '';
  const isOnly = form.access === 'only' || form.scopes.length > 0;
  const focus = error === undefined ? '' : html` autofocus aria-describedby="scopes-error"`;
  // Of another owner, a key gets what that owner may do now (M10).
  const [all, allHint] = isSameOwner(actor, owner)
    ? [texts.accessAll, texts.accessAllHint]
    : [texts.accessAllOf(ownerName), texts.accessAllOfHint];
  const scopes = keys.permissions.map((scope, index) => {
    const sentence = host.describeScope(scope);
    return html`<li class="choice"><input type="checkbox" name="scopes" id="scope-${index}" value="${scope}"${form.scopes.includes(scope) ? html` checked` : ''}${sentence === undefined ? '' : html` aria-describedby="scope-${index}-hint"`}><label for="scope-${index}"><code>${scope}</code></label>${sentence === undefined ? '' : html`<p class="hint" id="scope-${index}-hint">${sentence}</p>`}</li>\n`;
  });
  return html`<fieldset>
<legend>${texts.access}</legend>
${fieldError('scopes', error)}
<div class="choice"><input type="radio" name="access" id="access-all" value="all" aria-describedby="access-all-hint"${isOnly ? '' : html` checked`}><label for="access-all">${all}</label><p class="hint" id="access-all-hint">${allHint}</p></div>
<div class="choice"><input type="radio" name="access" id="access-only" value="only"${isOnly ? html` checked` : ''}${focus}><label for="access-only">${texts.accessOnly}</label></div>
<ul class="scopes" aria-label="${texts.scopes}" data-checks="access-only">${scopes}</ul>
</fieldset>`;
}

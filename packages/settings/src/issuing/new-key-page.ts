import { html } from 'hono/html';
import { duration } from '../components/time.js';
import { keysPath, type OwnerPageContext } from '../page-context.js';
import { layout } from '../shell/layout.js';
import type { Markup } from '../shell/markup.js';

/** The fields of the form for a new key, as filled in. */
export interface NewKeyForm {
  readonly name: string;
  /** A day, in the format of `<input type="date">`. Empty: none. */
  readonly expires: string;
  /**
   * When that day ends in the person's time zone, according to the script (RFC 3339, in UTC). Empty: there is no
   * script.
   */
  readonly dayEnds: string;
  readonly scopes: readonly string[];
  /** The same for each attempt to send one form. */
  readonly idempotencyKey: string;
}

/** What is wrong with a form. `field: null`: it is not about a single field. */
export interface FormError {
  readonly field: 'name' | 'expires' | 'scopes' | null;
  readonly message: string;
}

/** The next day ends in the year 10000 in some time zones, which RFC 3339 cannot express. */
const lastDay = '9999-12-30';

/** The page on which a key is created. */
export function newKeyPage(context: OwnerPageContext, form: NewKeyForm, error?: FormError): Markup {
  const { page, owner, keys } = context;
  const { texts } = page;
  const here = keysPath(page, owner);
  const errorMessage = (field: FormError['field']) =>
    error?.field === field
      ? html`<p class="error" id="${field ?? 'form'}-error" role="alert">${error.message}</p>`
      : '';
  const described = (field: 'name' | 'expires') =>
    html`aria-describedby="${error?.field === field ? `${field}-error ` : ''}${field}-hint"${error?.field === field ? html` aria-invalid="true"` : ''}`;
  const { defaultMs, maxMs } = keys.lifetimes[owner.kind] ?? {};
  const defaultLifeMs = defaultMs ?? maxMs;
  const ifEmpty =
    defaultLifeMs === undefined ? texts.neverExpires : texts.expiresAfter(duration(texts, defaultLifeMs));
  const isMoreOpen =
    form.expires !== '' || form.scopes.length > 0 || error?.field === 'expires' || error?.field === 'scopes';
  return layout(page, {
    title: texts.addKey,
    main: html`<h1>${texts.addKey}</h1>
<form method="post" action="${here}" data-no-answer="${texts.issuingUnanswered}" data-in-dialog>
${errorMessage(null)}
<input type="hidden" name="idempotency-key" value="${form.idempotencyKey}">
<p><label for="name">${texts.name}</label>
<input id="name" name="name" value="${form.name}" required autocomplete="off" autofocus ${described('name')}></p>
<p class="hint" id="name-hint">${texts.nameHint}</p>
${errorMessage('name')}
<details${isMoreOpen ? html` open` : ''}>
<summary>${texts.more}</summary>
<p><label for="expires">${texts.expires}</label>
<input id="expires" name="expires" type="date" min="${new Date().toISOString().slice(0, 10)}" max="${lastDay}" value="${form.expires}" ${described('expires')}></p>
<p class="hint" id="expires-hint" data-with-script="${texts.expiresHintLocal} ${ifEmpty}">${texts.expiresHint} ${ifEmpty}</p>
${errorMessage('expires')}
${keys.permissions === undefined ? '' : scopeChoice(context, keys.permissions, form.scopes)}
${errorMessage('scopes')}
</details>
<p class="buttons"><button class="primary">${texts.create}</button> <a class="button" href="${here}" data-close>${texts.cancel}</a></p>
</form>`,
  });
}

function scopeChoice(
  { page: { texts } }: OwnerPageContext,
  permissions: readonly string[],
  chosen: readonly string[],
): Markup {
  const choices = permissions.map(
    (scope, index) =>
      html`<li><input type="checkbox" name="scopes" id="scope-${index}" value="${scope}"${chosen.includes(scope) ? html` checked` : ''}> <label for="scope-${index}"><code>${scope}</code></label></li>`,
  );
  return html`<fieldset><legend>${texts.scopes}</legend><p class="hint">${texts.scopesHint}</p><ul>${choices}</ul></fieldset>`;
}

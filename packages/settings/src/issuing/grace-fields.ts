import type { ApiKey } from '@postern/core';
import { html } from 'hono/html';
import { type FormError, fieldError } from '../components/form-error.js';
import { dayMs, duration, exactText } from '../components/time.js';
import type { Markup } from '../shell/markup.js';
import type { Texts } from '../texts/texts.js';
import { type GraceChoice, graceChoices, suggestedGrace } from './grace-choices.js';

/** What the fields for a grace period show. */
interface GraceFields {
  /** The old key. */
  readonly key: ApiKey;
  /** The value that was chosen. Empty: none was. */
  readonly grace: string;
  readonly error: FormError | undefined;
}

/** The fields for how long an old key keeps working. They send `grace`. */
export function graceFields(texts: Texts, { key, grace, error }: GraceFields): Markup {
  const choices = graceChoices(key, new Date());
  const chosen = choices.some(({ value }) => value === grace) ? grace : suggestedGrace(choices, key);
  const options = choices.map((choice) => {
    const { value } = choice;
    const isChosen = value === chosen;
    return html`<label class="option"><input type="radio" name="grace" value="${value}"${isChosen ? html` checked` : ''}${isChosen && error !== undefined ? html` autofocus` : ''}><span>${graceText(texts, choice)}</span></label>\n`;
  });
  const expiry =
    key.expiresAt === null ? '' : html` ${texts.graceExpiryHint(exactText(texts, key.expiresAt))}`;
  return html`<fieldset aria-describedby="${error === undefined ? '' : 'grace-error '}grace-hint">
<legend>${texts.grace}</legend>
${fieldError('grace', error)}
<div class="options">${options}</div>
<p class="hint" id="grace-hint">${texts.graceHint}${expiry}</p>
</fieldset>`;
}

function graceText(texts: Texts, { graceMs, isCutShort }: GraceChoice): string {
  if (graceMs === 0) return texts.graceNone;
  return isCutShort ? texts.graceUntilExpiry : graceDuration(texts, graceMs);
}

/** *24 hours* rather than *1 day*: people count from now, not from midnight. */
function graceDuration(texts: Texts, ms: number): string {
  if (ms !== dayMs) return duration(texts, ms);
  const format = { style: 'unit', unit: 'hour', unitDisplay: 'long' } as const;
  return new Intl.NumberFormat(texts.language, format).format(24);
}

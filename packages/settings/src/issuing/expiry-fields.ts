import { holdsSecret } from '@postern/core/ports';
import { html } from 'hono/html';
import { badge } from '../components/badge.js';
import { type FormError, fieldError } from '../components/form-error.js';
import { dayMs, dayTime, duration } from '../components/time.js';
import type { Markup } from '../shell/markup.js';
import type { Texts } from '../texts/texts.js';
import {
  customDay,
  type ExpiryChoice,
  expiryChoices,
  type OfferedExpiries,
  yearMs,
} from './expiry-choices.js';
import type { ExpiryForm } from './expiry-form.js';
import { lastDayUntil } from './last-day.js';

/** What the fields for an expiry show. */
interface ExpiryFields extends Omit<OfferedExpiries, 'shownAt'> {
  readonly legend: string;
  readonly form: Pick<ExpiryForm, 'expiry' | 'expires' | 'dayEnds'>;
  /** What is wrong with the expiry. */
  readonly error: FormError | undefined;
}

/** The next day ends in the year 10000 in some time zones, which RFC 3339 cannot express. */
const lastDay = '9999-12-30';

/** The fields for when a key expires: a length of life, or a day. They send an `ExpiryForm`. */
export function expiryFields(texts: Texts, fields: ExpiryFields): Markup {
  const { legend, form, error, lifetime } = fields;
  const shownAt = new Date();
  const { choices, suggested } = expiryChoices({ ...fields, shownAt });
  const offered = [...choices.map(({ value }) => value), customDay];
  const asked = form.expiry === '' && form.expires !== '' ? customDay : form.expiry;
  const chosen = offered.includes(asked) ? asked : suggested;
  const latest = lifetime.maxMs === undefined ? undefined : new Date(shownAt.getTime() + lifetime.maxMs);
  const latestDay = latest && lastDayUntil(latest, form);
  const atMost = lifetime.maxMs === undefined ? '' : ` ${texts.atMost(lifeText(texts, lifetime.maxMs))}`;
  const option = (choice: ExpiryChoice) => lifeOption(texts, choice, choice.value === chosen);
  const custom = html`<label class="option"><input type="radio" name="expiry" value="${customDay}"${chosen === customDay ? html` checked` : ''}><span>${texts.customDay}</span></label>`;
  const isNever = ({ lifeMs }: ExpiryChoice) => lifeMs === null;
  const described = error === undefined ? 'expires-hint' : 'expires-error expires-hint';
  return html`<fieldset aria-describedby="${described}">
<legend>${legend}</legend>
${fieldError('expires', error)}
<input type="hidden" name="shown-at" value="${shownAt.toISOString()}">
<div class="options">${choices.filter((choice) => !isNever(choice)).map(option)}${custom}${choices.filter(isNever).map(option)}</div>
<div class="custom-day">
<label for="expires">${texts.lastDay}</label>
<input id="expires" name="expires" type="date" min="${dayOf(shownAt)}" max="${latestDay === undefined ? lastDay : dayOf(latestDay)}"${latest === undefined ? '' : html` data-latest="${latest.toISOString()}"`} value="${/* P09 day */ holdsSecret(form.expires) ? '' : form.expires}" aria-describedby="${described}"${error === undefined ? '' : html` aria-invalid="true" autofocus`}>
</div>
<p class="hint" id="expires-hint" data-with-script="${texts.daysAreLocal}${atMost}">${texts.daysAreUtc}${atMost}</p>
</fieldset>`;
}

function lifeOption(
  texts: Texts,
  { value, lifeMs, expiresAt, mark }: ExpiryChoice,
  isChosen: boolean,
): Markup {
  // A key that ends with a day lives for a number of seconds that no one wants to read.
  const isOdd = mark === 'same' && lifeMs !== null && lifeMs % dayMs !== 0;
  const text = isOdd ? texts.asBefore : lifeText(texts, lifeMs);
  const label = mark === 'same' ? texts.asBefore : texts.isDefault;
  const marked = mark === null || isOdd ? '' : html` ${badge('', label)}`;
  const day = expiresAt === null ? '' : html` <small>${dayTime(texts, expiresAt)}</small>`;
  return html`<label class="option"><input type="radio" name="expiry" value="${value}"${isChosen ? html` checked` : ''}><span>${text}${marked}${day}</span></label>\n`;
}

/** How long a key lives, in words. */
function lifeText(texts: Texts, lifeMs: number | null): string {
  if (lifeMs === null) return texts.neverExpires;
  return lifeMs === yearMs ? texts.oneYear : duration(texts, lifeMs);
}

/** In the format of `<input type="date">`. */
function dayOf(instant: Date): string {
  return instant.toISOString().slice(0, 10);
}

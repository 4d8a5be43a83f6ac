import { customDay, expiryChoices, type OfferedExpiries } from './expiry-choices.js';
import { type DayForm, endOf } from './last-day.js';

/** When a key is to expire, as a form sends it. */
export interface ExpiryForm extends DayForm {
  /** The radio button that was chosen. Empty: the form has none. */
  readonly expiry: string;
  /** When the form was shown, so that people get what they saw (RFC 3339, in UTC). */
  readonly shownAt: string;
}

/** Reads when a key is to expire. */
export function readExpiryForm(fields: URLSearchParams): ExpiryForm {
  const text = (name: string) => fields.get(name) ?? '';
  return {
    expiry: text('expiry'),
    expires: text('expires'),
    dayEnds: text('day-ends'),
    shownAt: text('shown-at'),
  };
}

/**
 * Returns the expiry that was chosen: `null` is never, and `undefined` the default of the kind, which a form without
 * radio buttons leaves to core. An invalid date, which core refuses, if it is nothing that the form offers.
 */
export function chosenExpiry(
  { expiry, expires, dayEnds, shownAt }: ExpiryForm,
  offered: Omit<OfferedExpiries, 'shownAt'>,
  now: Date = new Date(),
): Date | null | undefined {
  if (expiry === '' && expires === '') return undefined;
  if (expiry === '' || expiry === customDay) return endOf(expires, dayEnds);
  const { choices } = expiryChoices({ ...offered, shownAt: noLaterThan(now, new Date(shownAt)) });
  const choice = choices.find(({ value }) => value === expiry);
  return choice === undefined ? new Date(Number.NaN) : choice.expiresAt;
}

/** A form can't be shown after it is sent, except by another clock. */
function noLaterThan(now: Date, at: Date): Date {
  return at < now ? at : now;
}

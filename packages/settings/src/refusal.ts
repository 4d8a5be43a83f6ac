import { type AnyPosternError, type InvalidNameError, isPosternError } from '@postern/core';
import { problemCodeOf, problems } from '@postern/management';
import type { ProblemStatus, RequestErrorCode } from '@postern/management/internal';
import type { FormError } from './components/form-error.js';
import { dayText } from './components/time.js';
import { type DayForm, lastDayUntil } from './issuing/last-day.js';
import type { Texts } from './texts/texts.js';

/** What a page says if something was refused. */
export interface Refused extends FormError {
  readonly code: RequestErrorCode;
  readonly status: ProblemStatus;
}

/**
 * The pages expect no versions. For every other code, `ErrorTexts` must have a sentence, or `sentence` does not
 * compile.
 */
type RefusalError = AnyPosternError & { readonly code: Exclude<RequestErrorCode, 'ERR_VERSION_MISMATCH'> };

/** The fields that errors are about. The others are about the whole form. */
const fields: Readonly<Partial<Record<RequestErrorCode, FormError['field']>>> = {
  ERR_INVALID_NAME: 'name',
  ERR_INVALID_EXPIRY: 'expires',
  ERR_INVALID_SCOPES: 'scopes',
  ERR_SCOPES_NOT_GRANTED: 'scopes',
};

/**
 * Returns what the page says about an error, which may be about a form. `undefined`: it is not a refusal, for example a
 * fault.
 */
export function refusalOf(error: unknown, texts: Texts, form?: DayForm): Refused | undefined {
  const code = problemCodeOf(error);
  if (code === undefined || !isRefusal(error)) return undefined;
  const { status } = problems[code];
  return {
    code: error.code,
    status,
    field: fields[error.code] ?? null,
    message: sentence(error, texts, form),
  };
}

function isRefusal(error: unknown): error is RefusalError {
  return isPosternError(error) && error.code !== 'ERR_VERSION_MISMATCH' && problemCodeOf(error) !== undefined;
}

function sentence(error: RefusalError, texts: Texts, form: DayForm | undefined): string {
  const { errors, offeredTooLong } = texts;
  switch (error.code) {
    case 'ERR_INVALID_EXPIRY':
      // Without a form, it is about the key of an offer.
      if (form === undefined) return offeredTooLong;
      return errors.ERR_INVALID_EXPIRY(latestDay(error.latest, texts, form));
    case 'ERR_INVALID_NAME':
      return nameText(error, texts);
    case 'ERR_SCOPES_NOT_GRANTED':
      return errors.ERR_SCOPES_NOT_GRANTED(error.scopes);
    case 'ERR_TOO_MANY_KEYS':
      return errors.ERR_TOO_MANY_KEYS(error.limit);
    case 'ERR_FORBIDDEN':
      return errors.ERR_FORBIDDEN(error.message);
    default:
      return errors[error.code];
  }
}

function nameText({ flaw, length }: InvalidNameError, { errors, language }: Texts): string {
  const sentences = errors.ERR_INVALID_NAME;
  return flaw === 'too_long' ? sentences.too_long(length.toLocaleString(language)) : sentences[flaw];
}

/** `null`: keys have no maximum lifetime, and only the format of a year ends. */
function latestDay(latest: Date, texts: Texts, form: DayForm): string | null {
  return latest.getUTCFullYear() === 9999 ? null : dayText(texts, lastDayUntil(latest, form));
}

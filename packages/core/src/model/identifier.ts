import { PosternError } from '../errors.js';

/** As many UTF-16 units as an ID of the host application may have. */
const maxLength = 255;

/**
 * Checks an ID that the host application gave: 1 to 255 characters, none of them a control character or a
 * lone surrogate (no database stores those alike).
 *
 * @throws {PosternError} `ERR_INVALID_ARGUMENT` where it is none.
 */
export function requireIdentifier(value: unknown, what: string): string {
  if (
    typeof value === 'string' &&
    value.length >= 1 &&
    value.length <= maxLength &&
    !/[\p{Cc}\p{Cs}]/u.test(value)
  ) {
    return value;
  }
  throw new PosternError(
    'ERR_INVALID_ARGUMENT',
    `${what} must be a text of 1 to ${maxLength} characters without control characters`,
  );
}

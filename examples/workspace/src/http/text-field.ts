import { HttpError } from './http-error.js';

/** Reads a text of 1 to `longest` characters, trimmed, without control characters. */
export function readText(value: unknown, field: string, longest = 100): string {
  const text = typeof value === 'string' ? value.trim() : '';
  if (text !== '' && text.length <= longest && !/[\p{Cc}\p{Cs}]/u.test(text)) return text;
  throw new HttpError(
    422,
    `${field} must be a text of 1 to ${longest} characters without control characters`,
  );
}

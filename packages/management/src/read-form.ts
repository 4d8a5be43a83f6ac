import { hasMediaType, readBody } from './read-body.js';

/** The fields of a form, or the status and the reason to refuse it with. */
export type BodyForm =
  | { readonly ok: true; readonly fields: URLSearchParams }
  | { readonly ok: false; readonly status: 400 | 413 | 415; readonly message: string };

/**
 * Reads a form of type `application/x-www-form-urlencoded`, and stops at `maxBytes`. It reads the body as `readBody` does. Unlike
 * `request.formData()`, it never replaces an escape that is not UTF-8, such as `%FF`: what would be stored changed is 400, and
 * so is a `%` that begins no escape. A body of another type is 415: nothing else is parsed.
 *
 * @example
 * async function submit(request: Request): Promise<Response> {
 *   const form = await readForm(request, 64 * 1024);
 *   return form.ok ? new Response(form.fields.get('name')) : new Response(form.message, { status: form.status });
 * }
 */
export async function readForm(request: Request, maxBytes: number): Promise<BodyForm> {
  if (!hasMediaType(request, 'application/x-www-form-urlencoded'))
    return {
      ok: false,
      status: 415,
      message: 'Send the form as Content-Type: application/x-www-form-urlencoded.',
    };
  const body = await readBody(request, maxBytes);
  if (!body.ok) return body;
  // F18 escapes
  if (!isStrictlyEncoded(body.text))
    return { ok: false, status: 400, message: 'An escape in the form is not UTF-8.' };
  return { ok: true, fields: new URLSearchParams(body.text) };
}

/** `URLSearchParams` replaces what it can't decode. No escape reaches across `&`, `=` or `+`, so all are checked together. */
function isStrictlyEncoded(form: string): boolean {
  try {
    decodeURIComponent(form);
    return true;
  } catch {
    return false;
  }
}

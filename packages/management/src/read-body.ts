/** A body as text, or the status and the reason to refuse it with. */
export type BodyText =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly status: 400 | 413 | 415; readonly message: string };

/** Each chunk of a body takes time on the event loop, however short it is. */
const maxChunks = 1_000;

/**
 * Reads a body as UTF-8, and stops at `maxBytes`. Unlike `request.text()`, it never replaces invalid bytes, and never
 * decodes another charset or a compressed body as UTF-8: it refuses what it would have to alter. It works with anything
 * that has the headers and the body of a `Request`, such as the lightweight requests of `@hono/node-server`.
 *
 * A body in more than 1,000 chunks is refused as too long: a megabyte in network packets has fewer. After a 413, close
 * the connection (`Connection: close`): the rest of the body is not read (RFC 9112 §9.6). With a 415, send
 * `Accept-Encoding: identity` (RFC 9110 §15.5.16).
 *
 * @example
 * async function submit(request: Request): Promise<Response> {
 *   const body = await readBody(request, 64 * 1024);
 *   return body.ok ? new Response(body.text) : new Response(body.message, { status: body.status });
 * }
 */
export async function readBody(request: Request, maxBytes: number): Promise<BodyText> {
  const body = await readRawBody(request, maxBytes);
  return body.ok ? decodeBody(body.bytes) : body;
}

/** A body as it was sent, or the status and the reason to refuse it with. */
export type RawBody = { readonly ok: true; readonly bytes: Uint8Array } | Extract<BodyText, { ok: false }>;

/** Reads a body for `decodeBody`: for callers that need its bytes, because they are signed. */
export async function readRawBody(
  request: Pick<Request, 'headers' | 'body'>,
  maxBytes: number,
): Promise<RawBody> {
  const tooLong = {
    ok: false,
    status: 413,
    message: `The body may have at most ${maxBytes} bytes, in at most ${maxChunks} chunks.`,
  } as const;
  if (Number(request.headers.get('Content-Length') ?? 0) > maxBytes) return tooLong;
  if (isEncoded(request.headers.get('Content-Encoding')))
    return { ok: false, status: 415, message: 'Send the body without Content-Encoding: none is supported.' };
  if (!isUtf8(request.headers.get('Content-Type')))
    return { ok: false, status: 415, message: 'Send the body in UTF-8: no other charset is supported.' };
  try {
    const bytes = await readBytes(request, maxBytes);
    return bytes === undefined ? tooLong : { ok: true, bytes };
  } catch {
    return { ok: false, status: 400, message: 'The body ended early or could not be read.' };
  }
}

/** Decodes a body as UTF-8. */
export function decodeBody(bytes: Uint8Array): BodyText {
  try {
    return { ok: true, text: new TextDecoder('utf-8', /* F18 bytes */ { fatal: true }).decode(bytes) };
  } catch {
    return { ok: false, status: 400, message: 'The body is not UTF-8.' };
  }
}

/** Checks the media type of a body, whatever its parameters are (RFC 9110 §8.3.1). */
export function hasMediaType({ headers }: Request, mediaType: string): boolean {
  const [type = ''] = (headers.get('Content-Type') ?? '').split(';');
  return type.trim().toLowerCase() === mediaType;
}

/** `identity` means that a body is not encoded (RFC 9110 §8.4.1 lists the codings). */
function isEncoded(contentEncoding: string | null): boolean {
  return !/^\s*(identity\s*)?$/i.test(contentEncoding ?? '');
}

/** Without a charset, JSON (RFC 8259 §8.1) and forms (the URL Standard) are UTF-8. */
function isUtf8(contentType: string | null): boolean {
  const charset = /;\s*charset\s*=\s*"?([^";\s]*)/i.exec(contentType ?? '')?.[1];
  return charset === undefined || /^utf-?8$/i.test(charset);
}

/** `undefined`: there are more than `maxBytes`, or `maxChunks`. */
async function readBytes({ body }: Pick<Request, 'body'>, maxBytes: number): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  if (body === null) return new Uint8Array();
  const reader = body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    length += value.byteLength;
    if (length > maxBytes || /* F12 chunks */ chunks.length >= maxChunks) {
      // Not awaited: the sender may never stop.
      void reader.cancel().catch(() => undefined);
      return undefined;
    }
    chunks.push(value);
  }
  const bytes = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return bytes;
}

/** The fields of a form, or the status and the reason to refuse it with. */
export type BodyForm =
  | { readonly ok: true; readonly fields: URLSearchParams }
  | { readonly ok: false; readonly status: 400 | 413 | 415; readonly message: string };

/**
 * Reads a form of type `application/x-www-form-urlencoded`, and stops at `maxBytes`. It reads the body as `readBody`
 * does. Unlike `request.formData()`, it never replaces an escape that is not UTF-8, such as `%FF`: what would be stored
 * changed is 400, and so is a `%` that begins no escape. A body of another type is 415: nothing else is parsed.
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

/**
 * `URLSearchParams` replaces what it can't decode. No escape spans `&`, `=` or `+`, so all are checked
 * together.
 */
function isStrictlyEncoded(form: string): boolean {
  try {
    decodeURIComponent(form);
    return true;
  } catch {
    return false;
  }
}

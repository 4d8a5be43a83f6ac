import assert from 'node:assert/strict';
import { isPosternError } from '@postern/core';
import type { RawResponse } from './raw-http.js';
import type { World } from './world.js';

/** The refusals of docs/http.md, by their codes. */
const answers = {
  credential_required: { status: 401, challenge: 'Bearer realm="api"' },
  invalid_request: { status: 400, challenge: 'Bearer realm="api", error="invalid_request"' },
  invalid_token: { status: 401, challenge: 'Bearer realm="api", error="invalid_token"' },
  insufficient_scope: { status: 403, challenge: 'Bearer realm="api", error="insufficient_scope"' },
  temporarily_unavailable: { status: 503, challenge: undefined },
} as const;

type Code = keyof typeof answers;

/** What a clause expects of a problem document, in addition to its code. */
interface Expected {
  /** Texts that `detail` must contain. */
  readonly says?: readonly string[];
  readonly scope?: string;
}

/** Fails unless the response is exactly this refusal: status, challenge, headers and problem document. */
export function assertRefused(response: RawResponse, code: Code, { says = [], scope }: Expected = {}): void {
  assertRefusalHead(response, code, scope);
  assert.equal(response.header('Content-Type'), 'application/problem+json');
  const { type, title, status, detail, ...rest } = JSON.parse(response.body);
  assert.equal(type, `urn:problem-type:postern:${code}`);
  assert.equal(status, response.status);
  assert.ok(typeof title === 'string' && title !== '');
  assert.deepEqual(rest, { code });
  for (const text of says) assert.ok(detail.includes(text), `expected a text with ${text}; got: ${detail}`);
}

/** Like `assertRefused`, but ignores the body, which the service may create itself. */
export function assertRefusalHead(response: RawResponse, code: Code, scope?: string): void {
  const { status, challenge } = answers[code];
  assert.equal(response.status, status, `expected ${code}; got: ${response.head}\n${response.body}`);
  const scoped = scope === undefined ? challenge : `${challenge}, scope="${scope}"`;
  assert.equal(response.header('WWW-Authenticate'), scoped);
  assert.equal(response.header('Cache-Control'), 'no-store');
  assert.equal(response.header('Vary'), 'Authorization, X-Api-Key');
  assertRetry(response);
}

/** A client that retries must be able to see from the response whether another attempt can succeed. */
export function assertRetry(response: RawResponse): void {
  const [retryAfter, shouldRetry] = [response.header('Retry-After'), response.header('X-Should-Retry')];
  if (response.status === 503) {
    assert.match(retryAfter ?? '', /^[1-9][0-9]*$/);
    assert.equal(shouldRetry, undefined);
  } else {
    assert.equal(shouldRetry, 'false', `expected X-Should-Retry: false; got: ${response.head}`);
    assert.equal(retryAfter, undefined);
  }
}

/** Fails unless the request reached its handler. */
export function assertPassed(response: RawResponse): void {
  assert.equal(response.status, 200, `expected 200; got: ${response.head}\n${response.body}`);
}

/** Fails unless the response to a request that passed is protected from caches, as if the handler set no headers. */
export function assertProtected(response: RawResponse): void {
  assert.equal(response.header('Vary'), 'Authorization, X-Api-Key', response.head);
  assert.equal(response.header('Cache-Control'), 'private, no-store', response.head);
}

/** Fails if any request reached a handler. */
export function assertNothingHandled({ subject }: World): void {
  assert.equal(subject.handled(), 0, 'no handler may run');
}

/** Fails if a response or an event contains one of the secrets. */
export function assertNotRevealed(revealed: unknown, ...secrets: readonly string[]): void {
  const text = typeof revealed === 'string' ? revealed : JSON.stringify(revealed);
  for (const secret of secrets)
    assert.ok(!text.includes(secret), `${secret} must not be revealed; got: ${text}`);
}

/** The whole response as one text. */
export function rawText({ head, body }: RawResponse): string {
  return `${head}\r\n\r\n${body}`;
}

/**
 * Returns the `code` of the error that a call throws, or a text that says what happened instead. The route `/open` of a
 * subject responds with it.
 *
 * @example
 * codeThrownBy(() => keys.authorize(principal, { scopes: [] }));
 */
export function codeThrownBy(call: () => unknown): string {
  try {
    call();
    return 'nothing was thrown';
  } catch (error) {
    return isPosternError(error) ? error.code : String(error);
  }
}

import { expect } from 'vitest';
import { password } from './test-workspace.js';

/** A response with its body read. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: Body;
}

/** All fields that responses of the workspace may have: a test expects some of them. */
interface Body {
  readonly error: string;
  /** Of a problem document. */
  readonly detail: string;
  readonly code: string;
  readonly token: string;
  readonly key: Named;
  readonly keys: readonly Named[];
  readonly nextCursor: string | null;
  readonly agent: Named;
  readonly agents: readonly Named[];
  readonly permissions: readonly string[];
  readonly person: { readonly permissions: readonly string[] };
  readonly account: Named;
  readonly accounts: readonly Named[];
  readonly work_id: string;
  readonly status: string;
}

/** A key, an agent or a service account. */
interface Named {
  readonly id: string;
  readonly name: string;
  readonly expiresAt?: string | null;
  readonly team?: string | null;
}

interface Call {
  readonly method?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Sends a request. A body that is not a text is sent as JSON. */
export async function call(url: string, { method = 'GET', body, headers = {} }: Call = {}): Promise<Answer> {
  const response = await fetch(url, {
    method,
    headers: { ...(body !== undefined && { 'Content-Type': 'application/json' }), ...headers },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  const isJson = response.headers.get('Content-Type')?.includes('json') === true;
  return {
    status: response.status,
    headers: response.headers,
    text,
    body: (isJson ? JSON.parse(text) : undefined) as Body,
  };
}

/** Sends a request with a token. */
export function callWithToken(url: string, token: string, options: Call = {}): Promise<Answer> {
  return call(url, { ...options, headers: { Authorization: `Bearer ${token}`, ...options.headers } });
}

/** A signed-in person. */
export interface Session {
  readonly cookie: string;
  call(path: string, options?: Call): Promise<Answer>;
  /** Creates a key, and returns its token and ID. */
  issueKey(body?: object, path?: string): Promise<{ readonly token: string; readonly id: string }>;
}

/** Signs a person of the demo organisation in. */
export async function signIn(url: string, person: 'ada' | 'grace' | 'linus'): Promise<Session> {
  const answer = await call(`${url}/api/session`, {
    method: 'POST',
    body: { email: `${person}@example.com`, password },
  });
  expect(answer.status).toBe(200);
  const [cookie = ''] = (answer.headers.get('Set-Cookie') ?? '').split(';');
  const session: Session = {
    cookie,
    call: (path, options = {}) =>
      call(url + path, { ...options, headers: { Cookie: cookie, Origin: url, ...options.headers } }),
    async issueKey(body = { name: 'CI Pipeline' }, path = '/api/user/keys') {
      const issued = await session.call(path, { method: 'POST', body });
      expect(issued.status).toBe(201);
      return { token: issued.body.token, id: issued.body.key.id };
    },
  };
  return session;
}

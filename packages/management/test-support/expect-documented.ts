import { expect } from 'vitest';
import type { ManagementHandler } from '../src/index.js';

interface Described {
  readonly description: string;
  readonly headers?: Readonly<Record<string, unknown>>;
  readonly content?: Readonly<Record<string, unknown>>;
}

interface Document {
  readonly paths: Readonly<
    Record<string, Readonly<Record<string, { readonly responses: Readonly<Record<string, Described>> }>>>
  >;
}

const documents = new WeakMap<ManagementHandler, Promise<Document>>();

async function documentOf(handler: ManagementHandler): Promise<Document> {
  return (await handler(new Request('http://localhost/openapi.json'))).json() as Promise<Document>;
}

/** Checks that the OpenAPI document describes a response: its status, its headers, its media type and its code. */
export async function expectDocumented(
  handler: ManagementHandler,
  { method, path }: { readonly method: string; readonly path: string },
  { status, headers, body }: { readonly status: number; readonly headers: Headers; readonly body: unknown },
): Promise<void> {
  const document = documents.get(handler) ?? documentOf(handler);
  documents.set(handler, document);
  const { pathname } = new URL(path, 'http://localhost');
  const template = Object.keys((await document).paths).find((one) =>
    new RegExp(`^${one.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(pathname),
  );
  const operation = (await document).paths[template ?? '']?.[method.toLowerCase()];
  if (operation === undefined) {
    // Only the document itself succeeds without being documented.
    if (pathname !== '/openapi.json')
      expect(status, `${method} ${path} is not documented`).toBeGreaterThan(399);
    return;
  }
  const described = operation.responses[status];
  expect(described, `${method} ${template} has ${status}`).toBeDefined();
  for (const name of ['ETag', 'Location', 'Retry-After'])
    expect([name, headers.has(name)]).toEqual([name, name in (described?.headers ?? {})]);
  const types = Object.keys(described?.content ?? {});
  expect(headers.get('Content-Type') ?? undefined).toEqual(
    types.length > 0 ? expect.toBeOneOf(types) : undefined,
  );
  if (status >= 400) expect(described?.description).toContain(`\`${(body as { code: string }).code}\``);
}

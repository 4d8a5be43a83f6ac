import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { type ApiKeysConfig, createApiKeys, eachOwner, type KeyEvent } from '@postern/core';
import { insecureHasher, memoryKeyRepository } from '@postern/core/testing';
import { onTestFinished } from 'vitest';
import { type LeakHandlerOptions, leakHandler, nodeListener } from '../src/index.js';

export const ada = { kind: 'user', id: 'ada' } as const;
export const platform = { kind: 'team', id: 'platform' } as const;

/** Starts a server that a test ends with, and returns its URL. */
export async function serve(listener: RequestListener): Promise<string> {
  const server: Server = createServer(listener).listen(0, '127.0.0.1');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A service that takes reports of leaked keys over HTTP. The keys of teams keep working. */
export async function leaks(
  options: LeakHandlerOptions = {},
  given: Partial<Pick<ApiKeysConfig, 'repository' | 'hasher' | 'checkKeys' | 'limits' | 'clock'>> = {},
) {
  const events: KeyEvent[] = [];
  const keys = createApiKeys({
    repository: memoryKeyRepository(),
    hasher: insecureHasher(),
    owners: eachOwner(() => ({ active: true, permissions: [] })),
    policy: { decide: () => ({ ok: true }) },
    events: { emit: (event) => void events.push(event) },
    leaks: { team: { response: 'notify' } },
    ...given,
  });
  const url = await serve(nodeListener(leakHandler(keys, options)));
  const issue = (owner: typeof ada | typeof platform = ada) => keys.issue({ owner, actor: ada, name: 'CI' });
  const post = (body: string, headers: Record<string, string> = {}, path = '/leaked-keys') =>
    fetch(url + path, { method: 'POST', body, headers: { 'Content-Type': 'application/json', ...headers } });
  const report = (...tokens: readonly string[]) => post(JSON.stringify({ tokens }));
  return { keys, events, url, issue, post, report, bytes: (body: string) => bytesOf(url, body) };
}

/** Sends a report, and returns the whole response as it was sent, without the date. */
async function bytesOf(url: string, body: string): Promise<string> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  socket.end(
    `POST /leaked-keys HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
  const chunks: Buffer[] = [];
  for await (const chunk of socket) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks)
    .toString('latin1')
    .replace(/\r\nDate: [^\r]+/i, '');
}

/** What GitHub does: it has a key, publishes it, and signs bodies. */
export function gitHub(identifier = 'a'.repeat(64), curve = 'P-256') {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: curve });
  const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
  return {
    identifier,
    pem,
    keys: { find: async (named: string) => (named === identifier ? pem : undefined) },
    listed: (isCurrent = true) => ({ key_identifier: identifier, key: pem, is_current: isCurrent }),
    /** The headers for a body. */
    sign: (body: string) => signatureHeaders(identifier, signed(privateKey, body)),
  };
}

export function signatureHeaders(identifier: string, signature: string) {
  return { 'Github-Public-Key-Identifier': identifier, 'Github-Public-Key-Signature': signature };
}

function signed(key: KeyObject, body: string): string {
  return sign('sha256', Buffer.from(body), key).toString('base64');
}

/** A body as GitHub sends it. */
export function matches(...tokens: readonly string[]): string {
  const url = 'https://github.com/octocat/Hello-World/blob/main/a.txt';
  return JSON.stringify(tokens.map((token) => ({ token, type: 'acme_api_key', url, source: 'content' })));
}

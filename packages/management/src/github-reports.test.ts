import { createHash } from 'node:crypto';
import { insecureHasher, memoryKeyRepository, settableClock } from '@postern/core/testing';
import express from 'express';
import { describe, expect, it, vi } from 'vitest';
import { ada, gitHub, leaks, matches, platform, serve, signatureHeaders } from '../test-support/leaks.js';
import { type GitHubKeys, leakHandler, nodeListener } from './index.js';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

/** A service that GitHub sends reports to, with a function that signs and sends one. */
async function partner(given: Parameters<typeof leaks>[1] = {}, keysOf?: GitHubKeys) {
  const signer = gitHub();
  const service = await leaks({ github: keysOf ?? signer.keys }, given);
  const send = (body: string) => service.post(body, signer.sign(body));
  return { ...service, signer, send };
}

/** The status, headers and body of a response, without the date. */
async function shown(response: Response): Promise<string> {
  const headers = [...response.headers].filter(([name]) => name !== 'date');
  return JSON.stringify([response.status, headers, await response.text()]);
}

describe('a report by GitHub', () => {
  it('ends the keys, and gets a label for each token, which holds its SHA-256 and never the token', async () => {
    const { keys, issue, send } = await partner();
    const [live, dead, foreign] = [await issue(), await issue(), await (await leaks()).issue()];
    await keys.revoke(dead.key.id, { actor: ada });
    const response = await send(matches(live.token, dead.token, foreign.token, 'not a token', live.token));
    expect(response.status).toBe(200);
    const text = await response.text();
    const labelled = (token: string, label: string) => ({
      token_hash: sha256(token),
      token_type: 'acme_api_key',
      label,
    });
    expect(JSON.parse(text)).toEqual([
      labelled(live.token, 'true_positive'),
      labelled(dead.token, 'true_positive'),
      labelled(foreign.token, 'false_positive'),
      labelled('not a token', 'false_positive'),
    ]);
    expect(text).not.toContain(live.token.slice(21));
    expect(await keys.verify(live.token)).toEqual({ ok: false, reason: 'revoked' });
    const { reason } = await keys.get(live.key.id, { actor: ada });
    expect(reason).toBe('leak reported by GitHub');
  });

  it('is read in Express, at the root or below another path', async () => {
    const { keys, issue, signer } = await partner();
    const listener = nodeListener(leakHandler(keys, { github: signer.keys }));
    const url = await serve(express().post('/leaked-keys', listener).use('/security', listener));
    for (const path of ['/leaked-keys', '/security/leaked-keys']) {
      const { token } = await issue();
      const body = matches(token);
      const headers = { 'Content-Type': 'application/json', ...signer.sign(body) };
      expect((await fetch(url + path, { method: 'POST', body, headers })).status).toBe(200);
      expect(await keys.verify(token)).toEqual({ ok: false, reason: 'revoked' });
    }
  });

  it('ends the keys of the matches that can be read, whatever else is in the list', async () => {
    const { keys, issue, send } = await partner();
    const { token } = await issue();
    const list = [null, 7, {}, { token: 7, type: 'a' }, { token }, { token, type: {} }];
    expect(await (await send(JSON.stringify(list))).json()).toEqual([
      { token_hash: sha256(token), token_type: '', label: 'true_positive' },
    ]);
    expect(await keys.verify(token)).toEqual({ ok: false, reason: 'revoked' });
  });

  it.each([
    ['{', 400],
    ['{"token":"a"}', 422],
    ['null', 422],
  ])('must be a list: %s gets %d', async (body, status) => {
    expect((await (await partner()).send(body)).status).toBe(status);
  });

  it('L03 can be replayed, which adds no entry within 24 hours, and no event', async () => {
    const clock = settableClock();
    const { keys, events, issue, post, signer } = await partner({ clock });
    const { token, key } = await issue(platform);
    const body = matches(token);
    const headers = signer.sign(body);
    const responses = [];
    for (let count = 0; count < 5; count += 1) {
      responses.push(await shown(await post(body, headers)));
      clock.advance(60 * 60 * 1_000);
    }
    expect(new Set(responses).size).toBe(1);
    const { entries } = await keys.history({ keyId: key.id, actor: ada });
    expect(entries.map(({ action }) => action)).toEqual(['leak_reported', 'issued']);
    expect(events.filter(({ type }) => type === 'leaked')).toHaveLength(1);
  });

  it('L03 ends the key once if it comes ten times at the same time', async () => {
    const { events, issue, send } = await partner();
    const { token } = await issue();
    const responses = await Promise.all(Array.from({ length: 10 }, () => send(matches(token))));
    expect(new Set(await Promise.all(responses.map(shown))).size).toBe(1);
    expect(events.map(({ type }) => type)).toEqual(['issued', 'leaked', 'revoked']);
  });

  it('is taken while anonymous reports fill their places', async () => {
    const hasher = insecureHasher();
    const repository = memoryKeyRepository();
    const { keys, issue, report, send } = await partner({ hasher, repository });
    const held = await Promise.all(Array.from({ length: 17 }, () => issue()));
    const inner = hasher.verify;
    let open: (isRight: boolean) => void = () => undefined;
    const opened = new Promise<boolean>((resolve) => {
      open = resolve;
    });
    vi.spyOn(hasher, 'verify').mockReturnValueOnce(opened).mockImplementation(inner);
    const find = vi.spyOn(repository, 'find');
    const flood = held.slice(1).map(({ token }) => report(token));
    await vi.waitFor(() => expect(find).toHaveBeenCalledTimes(16));
    const real = held[0]?.token ?? '';
    expect((await report('a')).status).toBe(503);
    const reported = send(matches(real));
    await vi.waitFor(() => expect(find).toHaveBeenCalledTimes(17));
    open(true);
    expect(await (await reported).json()).toMatchObject([{ label: 'true_positive' }]);
    expect(await keys.verify(real)).toEqual({ ok: false, reason: 'revoked' });
    await Promise.all(flood);
  });

  it('L05 of 10,000 tokens is answered whole, and other callbacks run in the meantime', async () => {
    const { issue, send } = await partner({ checkKeys: { keys: [new Uint8Array(32)] } });
    const { token } = await issue();
    const madeUp = Array.from({ length: 9_999 }, (_, n) => token.slice(0, -8) + String(n).padStart(8, '0'));
    const body = JSON.stringify([...madeUp, token].map((one) => ({ token: one, type: 'a' })));
    let turns = 0;
    let isOver = false;
    const countTurns = () => {
      turns += 1;
      if (!isOver) setImmediate(countTurns);
    };
    countTurns();
    const labels = (await (await send(body)).json()) as { label: string }[];
    isOver = true;
    expect(labels).toHaveLength(10_000);
    expect(labels.filter(({ label }) => label === 'true_positive')).toHaveLength(1);
    // One for each 50 tokens, and one for each 50 labels.
    expect(turns).toBeGreaterThan(390);
  });
});

describe('L02 a report that GitHub did not sign', () => {
  const other = gitHub();
  const onAnotherCurve = gitHub('a'.repeat(64), 'P-384');
  const forgeries: Record<
    string,
    (body: string, signer: ReturnType<typeof gitHub>) => Record<string, string>
  > = {
    'with a key of someone else': (body) => other.sign(body),
    'with a key of someone else, under the name of GitHub’s': (body, { identifier }) => ({
      ...other.sign(body),
      'Github-Public-Key-Identifier': identifier,
    }),
    'with a key on another curve': (body) => onAnotherCurve.sign(body),
    'for another body': (body, signer) => signer.sign(`${body} `),
    'for no body': (_, signer) => signer.sign(''),
    'without a signature': (body, signer) => ({
      'Github-Public-Key-Identifier': signer.sign(body)['Github-Public-Key-Identifier'],
    }),
    'without an identifier': (body, signer) => ({
      'Github-Public-Key-Signature': signer.sign(body)['Github-Public-Key-Signature'],
    }),
    'with an empty signature': (_, { identifier }) => signatureHeaders(identifier, ''),
    'with a signature of zeros': (_, { identifier }) => signatureHeaders(identifier, 'MAYCAQACAQA='),
    'with a signature that is not base64': (_, { identifier }) =>
      signatureHeaders(identifier, '*'.repeat(96)),
    'with a signature that is too long': (_, { identifier }) =>
      signatureHeaders(identifier, 'A'.repeat(8_000)),
    'with a strange identifier': (body, signer) => ({
      ...signer.sign(body),
      'Github-Public-Key-Identifier': '__proto__ ',
    }),
    'with a long identifier': (body, signer) => ({
      ...signer.sign(body),
      'Github-Public-Key-Identifier': 'a'.repeat(8_000),
    }),
  };

  it('L02 gets the same response whatever is wrong, and is neither parsed nor looked up', async () => {
    const repository = memoryKeyRepository();
    const { keys, issue, post, signer } = await partner({ repository });
    const { token } = await issue();
    const find = vi.spyOn(repository, 'find');
    const responses = new Map<string, string>();
    for (const [what, forge] of Object.entries(forgeries))
      for (const body of [matches(token), matches('a'), '{'])
        responses.set(`${what}: ${body}`, await shown(await post(body, forge(body, signer))));
    expect(new Set(responses.values()).size).toBe(1);
    expect([...responses.values()][0]).toContain('urn:problem-type:postern:invalid_signature');
    expect([...responses.values()][0]).toMatch(/^\[403,/);
    expect(find).not.toHaveBeenCalled();
    expect(await keys.verify(token)).toMatchObject({ ok: true });
  });

  it('L02 is refused without reading its body if GitHub has no such key', async () => {
    const find = vi.fn(async () => undefined);
    const { post, signer } = await partner({}, { find });
    const body = ' '.repeat(2 * 1_024 * 1_024);
    expect((await post(body, signer.sign(body))).status).toBe(403);
    expect(find).toHaveBeenCalledWith(signer.identifier);
  });

  it('gets 413 if it is longer than a megabyte', async () => {
    const { send } = await partner();
    expect((await send(' '.repeat(1_024 * 1_024 + 1))).status).toBe(413);
  });

  it('is a report by anyone if the handler does not know the keys of GitHub', async () => {
    const { post, issue, keys } = await leaks();
    const { token } = await issue();
    const signer = gitHub();
    const body = matches(token);
    expect((await post(body, signer.sign(body))).status).toBe(422);
    expect((await post(JSON.stringify({ token }), signer.sign(body))).status).toBe(202);
    expect(await keys.verify(token)).toEqual({ ok: false, reason: 'revoked' });
  });
});

describe('a report by GitHub when its key cannot be found', () => {
  it.each([
    ['rejects', () => Promise.reject(new Error('no answer'))],
    [
      'throws',
      () => {
        throw new Error('no answer');
      },
    ],
    ['returns no PEM', async () => 'a key'],
    ['returns a key on another curve', async () => gitHub('b', 'P-384').pem],
    ['returns the wrong type', async () => 7 as never],
  ])('gets 503 if the port %s, and emits a fault', async (_, find) => {
    const { send, events, issue, keys } = await partner({}, { find });
    const { token } = await issue();
    const response = await send(matches(token));
    expect(response.status).toBe(503);
    expect(response.headers.get('Retry-After')).toBe('5');
    expect(events.at(-1)).toMatchObject({ type: 'fault', code: 'ERR_UNEXPECTED' });
    expect(await keys.verify(token)).toMatchObject({ ok: true });
  });
});

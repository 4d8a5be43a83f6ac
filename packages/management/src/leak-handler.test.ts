import { request as sendRequest } from 'node:http';
import { PosternError } from '@postern/core';
import { insecureHasher, memoryKeyRepository } from '@postern/core/testing';
import { describe, expect, it, vi } from 'vitest';
import { ada, leaks, platform } from '../test-support/leaks.js';
import { leakHandler } from './index.js';

const isRefusedWith = (status: number, code: string) => expect.objectContaining({ status, code });
const problemOf = async (response: Response) => {
  const { code } = (await response.json()) as { code: string };
  return { status: response.status, code };
};

/** A token of the right form whose secret is another. */
function withOtherSecret(token: string, other: string): string {
  return token.slice(0, 21) + other.slice(21);
}

describe('a report by anyone', () => {
  it('ends the keys of the tokens in it, and says thank you', async () => {
    const { keys, issue, post, report } = await leaks();
    const [one, two, three] = [await issue(), await issue(), await issue()];
    const response = await post(JSON.stringify({ token: one.token }));
    expect(response.status).toBe(202);
    expect(await response.json()).toEqual({ message: 'Thank you for the report.' });
    expect((await report(two.token, three.token)).status).toBe(202);
    for (const { token, key } of [one, two, three]) {
      expect(await keys.verify(token)).toEqual({ ok: false, reason: 'revoked' });
      const { reason } = await keys.get(key.id, { actor: ada });
      expect(reason).toBe('leak reported by an anonymous caller');
    }
  });

  it('is never cached, and never sniffed', async () => {
    const { headers } = await (await leaks()).report('a');
    expect(headers.get('Cache-Control')).toBe('no-store');
    expect(headers.get('X-Content-Type-Options')).toBe('nosniff');
  });

  it('L01 gets the same bytes whatever its tokens are', async () => {
    const { keys, issue, bytes } = await leaks();
    const foreign = await (await leaks()).issue();
    const live = await issue();
    const [dead, ofTeam, disabled] = [await issue(), await issue(platform), await issue()];
    await keys.revoke(dead.key.id, { actor: ada });
    await keys.disable(disabled.key.id, { actor: ada, reason: 'a break' });
    const tokens = {
      live: live.token,
      'reported again': live.token,
      revoked: dead.token,
      disabled: disabled.token,
      'one that keeps working': ofTeam.token,
      'of another deployment': foreign.token,
      'with another secret': withOtherSecret(ofTeam.token, foreign.token),
      'of no form': 'a',
      'a key ID': ofTeam.key.id,
      'a display form': `team.${ofTeam.key.id.slice(0, 8)}…`,
      empty: '',
      long: 'A'.repeat(10_000),
    };
    const responses = new Map<string, string>();
    for (const [what, token] of Object.entries(tokens))
      responses.set(what, await bytes(JSON.stringify({ token })));
    responses.set('all of them', await bytes(JSON.stringify({ tokens: Object.values(tokens) })));
    responses.set('none', await bytes(JSON.stringify({ tokens: [] })));
    expect(responses.get('live')).toContain('HTTP/1.1 202 ');
    expect(new Set(responses.values()).size).toBe(1);
    expect(await keys.verify(live.token)).toEqual({ ok: false, reason: 'revoked' });
    expect(await keys.verify(ofTeam.token)).toMatchObject({ ok: true });
  });

  it('L01 changes nothing with a key ID, a display form, or a token in the URL or a header', async () => {
    const { keys, issue, post, report } = await leaks();
    const { token, key } = await issue();
    await report(
      key.id,
      `user.${key.id}`,
      `user.${key.id.slice(0, 8)}…`,
      ` ${token}`,
      token.replace('.', '%2E'),
    );
    const path = `/leaked-keys?token=${token}&tokens=${token}`;
    expect((await post('{"tokens":[]}', {}, path)).status).toBe(202);
    expect((await post('{}', { Authorization: `Bearer ${token}` }, path)).status).toBe(422);
    expect(await keys.verify(token)).toMatchObject({ ok: true });
  });

  it('P04 echoes no token, whatever is wrong with the report', async () => {
    const { issue, post } = await leaks();
    const { token } = await issue();
    const bodies = [
      { token },
      { tokens: [token] },
      { tokens: token },
      { token, tokens: [] },
      { [token]: token },
      [token],
    ];
    for (const body of [...bodies.map((one) => JSON.stringify(one)), token, `{"token":"${token}`]) {
      const response = await post(body);
      expect(JSON.stringify([...response.headers]) + (await response.text())).not.toContain(token.slice(21));
    }
  });

  it.each([
    ['{}'],
    ['null'],
    ['7'],
    ['[]'],
    ['"a"'],
    ['{"token":7}'],
    ['{"token":null}'],
    ['{"tokens":"a"}'],
    ['{"tokens":[7]}'],
    ['{"tokens":["a",null]}'],
    ['{"token":"a","tokens":[]}'],
    [JSON.stringify({ tokens: new Array(101).fill('') })],
  ])('must have one token, or a list of up to 100: not %s', async (body) => {
    const { post } = await leaks();
    expect(await problemOf(await post(body))).toEqual(isRefusedWith(422, 'invalid_request'));
  });

  it('must be JSON in UTF-8, uncompressed, and not too long', async () => {
    const { post } = await leaks();
    const refusalOf = async (...sent: Parameters<typeof post>) => problemOf(await post(...sent));
    expect(await refusalOf('{')).toEqual(isRefusedWith(400, 'unreadable_body'));
    expect(await refusalOf('{}', { 'Content-Type': 'text/plain' })).toEqual(isRefusedWith(415, 'not_json'));
    const latin = { 'Content-Type': 'application/json; charset=latin1' };
    expect(await refusalOf('{}', latin)).toEqual(isRefusedWith(415, 'not_utf8'));
    expect(await refusalOf('{}', { 'Content-Encoding': 'gzip' })).toEqual(isRefusedWith(415, 'not_utf8'));
    expect(await refusalOf(' '.repeat(16 * 1_024 + 1))).toEqual(isRefusedWith(413, 'body_too_long'));
  });

  it('L05 of 10,000 tokens is too long, and none of them is looked up', async () => {
    const repository = memoryKeyRepository();
    const { issue, report, keys } = await leaks({}, { repository });
    const { token } = await issue();
    const find = vi.spyOn(repository, 'find');
    expect(await problemOf(await report(...new Array(10_000).fill(token)))).toEqual(
      isRefusedWith(413, 'body_too_long'),
    );
    expect(find).not.toHaveBeenCalled();
    expect(await keys.verify(token)).toMatchObject({ ok: true });
  });

  it('with a token many times costs one hash', async () => {
    const hasher = insecureHasher();
    const { issue, report } = await leaks({}, { hasher });
    const { token } = await issue(platform);
    const verify = vi.spyOn(hasher, 'verify');
    await report(...new Array(100).fill(token));
    expect(verify).toHaveBeenCalledOnce();
  });

  it('is only POST /leaked-keys', async () => {
    const { url, post } = await leaks();
    expect(await problemOf(await post('{}', {}, '/'))).toEqual(isRefusedWith(404, 'not_found'));
    expect(await problemOf(await post('{}', {}, '/leaked-keys/a'))).toEqual(isRefusedWith(404, 'not_found'));
    for (const method of ['GET', 'PUT', 'DELETE', 'OPTIONS']) {
      const response = await fetch(`${url}/leaked-keys`, { method });
      expect(response.headers.get('Allow')).toBe('POST');
      expect(await problemOf(response)).toEqual(isRefusedWith(405, 'method_not_allowed'));
    }
    const traced = new Promise((resolve) =>
      sendRequest(`${url}/leaked-keys`, { method: 'TRACE' }, ({ statusCode }) => resolve(statusCode)).end(),
    );
    expect(await traced).toBe(405);
  });
});

describe('a report when something fails', () => {
  it('gets 503, and is never thanked', async () => {
    const repository = memoryKeyRepository();
    const { issue, report, events } = await leaks({}, { repository });
    const { token } = await issue();
    vi.spyOn(repository, 'find').mockImplementation(() => {
      throw new Error('down');
    });
    const response = await report(token);
    expect(response.headers.get('Retry-After')).toBe('5');
    expect(await problemOf(response)).toEqual(isRefusedWith(503, 'temporarily_unavailable'));
    expect(events.at(-1)).toMatchObject({ type: 'fault', code: 'ERR_REPOSITORY_UNAVAILABLE' });
  });

  it('still ends the other keys if one record cannot be read', async () => {
    const repository = memoryKeyRepository();
    const { issue, report, keys } = await leaks({}, { repository });
    const [broken, other] = [await issue(), await issue()];
    const find = repository.find.bind(repository);
    vi.spyOn(repository, 'find').mockImplementation((ids) =>
      ids.includes(broken.key.id) ? new Map([[broken.key.id, { unreadable: true }]]) : find(ids),
    );
    expect((await report(broken.token, other.token)).status).toBe(503);
    expect(await keys.verify(other.token)).toEqual({ ok: false, reason: 'revoked' });
  });

  it('L04 gets the same bytes when too many reports are in progress, whatever its token is', {
    timeout: 5_000,
  }, async () => {
    const hasher = insecureHasher();
    const repository = memoryKeyRepository();
    const { issue, report, bytes } = await leaks({}, { hasher, repository });
    const real = await Promise.all(Array.from({ length: 17 }, () => issue()));
    let open: (isRight: boolean) => void = () => undefined;
    const opened = new Promise<boolean>((resolve) => {
      open = resolve;
    });
    vi.spyOn(hasher, 'verify').mockReturnValue(opened);
    const find = vi.spyOn(repository, 'find');
    const held = real.slice(1).map(({ token }) => report(token));
    await vi.waitFor(() => expect(find).toHaveBeenCalledTimes(16));
    const tokens = [real[0]?.token, 'a', withOtherSecret(real[0]?.token ?? '', real[1]?.token ?? '')];
    const refused = await Promise.all(tokens.map((token) => bytes(JSON.stringify({ token }))));
    expect(refused[0]).toContain('HTTP/1.1 503 ');
    expect(new Set(refused).size).toBe(1);
    expect(find).toHaveBeenCalledTimes(16);
    vi.spyOn(repository, 'find').mockImplementation(() => {
      throw new PosternError('ERR_REPOSITORY_UNAVAILABLE', 'down');
    });
    open(true);
    expect((await Promise.all(held)).map(({ status }) => status)).toEqual(new Array(16).fill(202));
    expect(await bytes(JSON.stringify({ token: real[0]?.token }))).toBe(refused[0]);
  });
});

it.each([[null], [{ gitHub: {} }], [{ github: {} }], [{ github: null }]])(
  'leakHandler throws if its options are %j',
  (options) => {
    const keys = { reportLeak: vi.fn(), emit: vi.fn() };
    expect(() => leakHandler(keys, options as never)).toThrow(
      expect.objectContaining({ code: 'ERR_INVALID_CONFIG' }),
    );
  },
);

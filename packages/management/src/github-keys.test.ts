import type { RequestListener } from 'node:http';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { gitHub, leaks, matches, serve } from '../test-support/leaks.js';
import { githubKeys } from './index.js';

const [current, previous] = [gitHub('c'.repeat(64)), gitHub('d'.repeat(64))];
const list = (...keys: readonly ReturnType<typeof gitHub>[]) => ({
  public_keys: keys.map((key, index) => key.listed(index === 0)),
});
const minuteMs = 60_000;

afterEach(() => void vi.restoreAllMocks());

/** A server that publishes keys like GitHub, a client of it, and a clock. */
async function published(answer: () => unknown = () => list(current, previous)) {
  let nowMs = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => nowMs);
  const listener = vi.fn<RequestListener>((_, response) => {
    const body = answer();
    if (typeof body === 'number') return void response.writeHead(body).end();
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  });
  const url = await serve(listener);
  return {
    github: githubKeys({ url }),
    requests: listener,
    advance: (ms: number) => {
      nowMs += ms;
    },
  };
}

const unavailable = expect.objectContaining({
  code: 'ERR_UNEXPECTED',
  message: "GitHub's public keys could not be read",
});

describe('githubKeys', () => {
  it('finds the current key and earlier ones, with one request a day', async () => {
    const { github, requests, advance } = await published();
    for (let hour = 0; hour < 24; hour += 1) {
      expect(await github.find(current.identifier)).toBe(current.pem);
      expect(await github.find(previous.identifier)).toBe(previous.pem);
      advance(60 * minuteMs - 1);
    }
    expect(requests).toHaveBeenCalledOnce();
    advance(minuteMs);
    await github.find(current.identifier);
    expect(requests).toHaveBeenCalledTimes(2);
  });

  it('L06 asks at most every five minutes, whatever identifiers are sent', async () => {
    const { github, requests, advance } = await published();
    for (let minute = 0; minute < 60; minute += 1) {
      for (const identifier of ['e', '__proto__', 'constructor', `f${minute}`])
        expect(await github.find(identifier)).toBeUndefined();
      advance(minuteMs);
    }
    expect(requests).toHaveBeenCalledTimes(12);
  });

  it('finds a new key within five minutes, and no longer finds one that was withdrawn', async () => {
    let keys = [previous];
    const { github, advance } = await published(() => list(...keys));
    expect(await github.find(current.identifier)).toBeUndefined();
    keys = [current];
    advance(5 * minuteMs);
    expect(await github.find(current.identifier)).toBe(current.pem);
    expect(await github.find(previous.identifier)).toBeUndefined();
  });

  it('shares a request among those who wait for it', async () => {
    const { github, requests } = await published();
    const found = await Promise.all(Array.from({ length: 20 }, () => github.find(current.identifier)));
    expect(new Set(found)).toEqual(new Set([current.pem]));
    expect(requests).toHaveBeenCalledOnce();
  });

  it.each([
    ['is down', 500],
    ['limits the rate', 403],
    ['redirects', 302],
    ['sends no JSON', '<html>'],
    ['sends no list', {}],
    ['sends an empty list', { public_keys: [] }],
    ['sends null', null],
    ['sends keys of another shape', { public_keys: [{ key_identifier: 7, key: 'a' }] }],
    ['sends 101 keys', { public_keys: new Array(101).fill(current.listed()) }],
    ['sends more than 64 KiB', { public_keys: [current.listed()], padding: ' '.repeat(64 * 1_024) }],
  ])('rejects if GitHub %s, and asks again a minute later', async (_, failure) => {
    let answer: unknown = failure;
    const { github, requests, advance } = await published(() => answer);
    await expect(github.find(current.identifier)).rejects.toThrow(unavailable);
    answer = list(current);
    advance(minuteMs - 1);
    await expect(github.find(current.identifier)).rejects.toThrow(unavailable);
    expect(requests).toHaveBeenCalledOnce();
    advance(1);
    expect(await github.find(current.identifier)).toBe(current.pem);
  });

  it('keeps the keys that it knows while GitHub is down, for a day', async () => {
    let answer: unknown = list(current);
    const { github, advance } = await published(() => answer);
    await github.find(current.identifier);
    answer = 500;
    advance(24 * 60 * minuteMs - 1);
    expect(await github.find(current.identifier)).toBe(current.pem);
    await expect(github.find('e')).rejects.toThrow(unavailable);
    advance(1);
    await expect(github.find(current.identifier)).rejects.toThrow(unavailable);
  });

  it.each([
    [
      'answers late',
      (signal: AbortSignal) => new Promise<Response>((_, reject) => signal.addEventListener('abort', reject)),
    ],
    ['ignores the deadline', () => new Promise<Response>(() => undefined)],
  ])('rejects after five seconds if fetch %s', async (_, answer) => {
    const deadline = new AbortController();
    const timeout = vi.spyOn(AbortSignal, 'timeout').mockReturnValue(deadline.signal);
    const fetch = vi.fn(async (_url: unknown, init?: RequestInit) => answer(init?.signal as AbortSignal));
    const finding = githubKeys({ fetch }).find('a');
    expect(timeout).toHaveBeenCalledWith(5_000);
    deadline.abort();
    await expect(finding).rejects.toThrow(unavailable);
  });

  it('asks GitHub, through the fetch of the host', async () => {
    const fetch = vi.fn(async () => Response.json(list(current)));
    expect(await githubKeys({ fetch }).find(current.identifier)).toBe(current.pem);
    const url = 'https://api.github.com/meta/public_keys/secret_scanning';
    expect(fetch).toHaveBeenCalledWith(url, expect.objectContaining({ redirect: 'error' }));
  });

  it.each([
    [null],
    [{ uri: 'https://example.com' }],
    [{ url: 'http://api.github.com/keys' }],
    [{ url: 'http://127.0.0.1.example.com' }],
    [{ url: 'keys' }],
    [{ url: 7 }],
    [{ fetch: 7 }],
  ])('throws if its options are %j', (options) => {
    expect(() => githubKeys(options as never)).toThrow(
      expect.objectContaining({ code: 'ERR_INVALID_CONFIG' }),
    );
  });

  it('says in a fault that they could not be read, and nothing that GitHub sent', async () => {
    const { github } = await published(() => 500);
    const { post, events } = await leaks({ github });
    const body = matches('a');
    expect((await post(body, current.sign(body))).status).toBe(503);
    const [fault] = events;
    expect(fault).toMatchObject({ type: 'fault', code: 'ERR_UNEXPECTED', error: unavailable });
    expect(String((fault as { error: Error }).error.cause)).toBe('Error: Error STATUS_500');
  });
});

import { PosternError } from '@postern/core';
import { checkOptions, invalidConfig, isSecureUrl, safeCause } from '@postern/core/ports';
import { readRawBody } from './read-body.js';

/** Knows the public keys with which GitHub signs what its secret scanning found. */
export interface GitHubKeys {
  /**
   * Returns the key with this identifier, as a PEM (SPKI, P-256); `undefined` if GitHub has none. Rejects if it can't
   * tell.
   */
  find(keyIdentifier: string): Promise<string | undefined>;
}

/** Where to read GitHub's keys, and how. */
export interface GitHubKeysOptions {
  /**
   * Default `https://api.github.com/meta/public_keys/secret_scanning`. It must be HTTPS, except on the machine itself,
   * because anyone who can alter the list can sign reports.
   */
  readonly url?: string | undefined;
  /** For a proxy, or to send a token, for which GitHub's rate limits are higher. Default: the global `fetch`. */
  readonly fetch?: typeof fetch | undefined;
}

const publicKeysUrl = 'https://api.github.com/meta/public_keys/secret_scanning';

/** How long a list of keys can be used. */
const validForMs = 24 * 60 * 60 * 1_000;

/** How long to wait between two requests, whatever callers send: without a token, GitHub answers 60 an hour. */
const minIntervalMs = { afterSuccess: 5 * 60 * 1_000, afterFailure: 60 * 1_000 };

const deadlineMs = 5_000;
const maxBytes = 64 * 1_024;
const maxKeys = 100;

type Keys = ReadonlyMap<string, string>;

/**
 * Reads GitHub's public keys, the current one and earlier ones, and remembers them for a day. If an identifier is not
 * among them, it asks again: at most every five minutes, and for at most five seconds.
 *
 * @throws {PosternError} `ERR_INVALID_CONFIG` if `url` is not an HTTPS URL, or `fetch` not a function.
 * @example
 * const leaks = leakHandler(keys, { github: githubKeys() });
 */
export function githubKeys(options: GitHubKeysOptions = {}): GitHubKeys {
  checkOptions(options, { of: 'githubKeys', names: ['url', 'fetch'] });
  const { url = publicKeysUrl, fetch = globalThis.fetch } = options;
  if (!isSecureUrl(url)) throw invalidConfig('githubKeys: url must start with https://');
  if (typeof fetch !== 'function') throw invalidConfig('githubKeys: fetch must be a function');
  let known: { readonly keys: Keys; readonly validUntilMs: number } | undefined;
  let reading: Promise<void> | undefined;
  let nextReadAtMs = Number.NEGATIVE_INFINITY;

  async function read(): Promise<void> {
    nextReadAtMs = performance.now() + minIntervalMs.afterFailure;
    const keys = await readKeys(fetch, url);
    known = { keys, validUntilMs: performance.now() + validForMs };
    nextReadAtMs = performance.now() + minIntervalMs.afterSuccess;
  }

  /** Concurrent callers share a request. */
  async function readOnce(): Promise<void> {
    reading ??= read().finally(() => {
      reading = undefined;
    });
    return reading;
  }

  const valid = (): Keys | undefined =>
    known !== undefined && performance.now() < known.validUntilMs ? known.keys : undefined;

  return {
    async find(keyIdentifier) {
      const found = valid()?.get(keyIdentifier);
      if (found !== undefined) return found;
      // L06
      if (reading !== undefined || performance.now() >= nextReadAtMs) await readOnce();
      const keys = valid();
      if (keys === undefined) throw unavailable();
      return keys.get(keyIdentifier);
    },
  };
}

/** Reads the list in bounded time. */
async function readKeys(fetch: typeof globalThis.fetch, url: string): Promise<Keys> {
  const signal = AbortSignal.timeout(deadlineMs);
  // A `fetch` of the host may ignore the signal.
  const late = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason));
  });
  try {
    return await Promise.race([readList(fetch, url, signal), late]);
  } catch (error) {
    throw unavailable(error);
  }
}

async function readList(fetch: typeof globalThis.fetch, url: string, signal: AbortSignal): Promise<Keys> {
  const response = await fetch(url, { headers: { Accept: 'application/json' }, redirect: 'error', signal });
  const body = response.ok ? await readRawBody(response, maxBytes) : undefined;
  if (body?.ok !== true) throw Object.assign(new Error(), { code: `STATUS_${response.status}` });
  return keysIn(JSON.parse(new TextDecoder().decode(body.bytes)));
}

function keysIn(list: unknown): Keys {
  const { public_keys: listed } = (list ?? {}) as { readonly public_keys?: unknown };
  if (!Array.isArray(listed) || listed.length === 0 || listed.length > maxKeys) throw new TypeError();
  return new Map(
    listed.map((entry: unknown) => {
      const { key_identifier: identifier, key } = (entry ?? {}) as Readonly<Record<string, unknown>>;
      if (typeof identifier !== 'string' || typeof key !== 'string') throw new TypeError();
      return [identifier, key];
    }),
  );
}

function unavailable(error?: unknown): PosternError {
  return new PosternError('ERR_UNEXPECTED', "GitHub's public keys could not be read", {
    cause: safeCause(error),
  });
}

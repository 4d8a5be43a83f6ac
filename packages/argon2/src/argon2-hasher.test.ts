import { hasherContract } from '@postern/conformance';
import type { EncodedHash } from '@postern/core/ports';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { everyEngine } from '../test-support/every-engine.js';
import type { Argon2Engine } from './argon2-engine.js';
import { argon2Hasher } from './argon2-hasher.js';
import { nodeRsArgon2 } from './node-rs/index.js';

const token = 'user.0123456789abcdef0123456789abcdefghijklmnopqrstuvwxyz0123456012345';
const cheap = { memoryKiB: 8, passes: 1, lanes: 1 };

/** An engine whose calls are recorded. */
function watched({ hash, verify }: Argon2Engine) {
  return { hash: vi.fn(hash), verify: vi.fn(verify) };
}

const engines = everyEngine.map(({ name, engine }) => ({ name, options: { engine: watched(engine) } }));

describe.each(engines)('argon2Hasher with $name fulfils the contract of Hasher', ({ options }) => {
  const make = () => ({
    hasher: argon2Hasher(options),
    withOtherParameters: argon2Hasher({ ...cheap, ...options }),
  });
  for (const { name, run } of hasherContract) it(name, () => run(make));
});

describe.each(engines)('argon2Hasher with $name', ({ options }) => {
  it("hashes with OWASP's minimum by default", async () => {
    expect(await argon2Hasher(options).hash(token)).toMatch(
      /^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/,
    );
  });

  it('uses only the chosen engine', async () => {
    for (const other of engines) other.options.engine.verify.mockClear();
    const hasher = argon2Hasher({ ...cheap, ...options });
    await hasher.verify(token, await hasher.hash(token));
    const asked = engines.filter((other) => other.options.engine.verify.mock.calls.length > 0);
    expect(asked.map((other) => other.options.engine)).toEqual([options.engine]);
  });

  it('creates different hashes of the same token', async () => {
    const hasher = argon2Hasher({ ...cheap, ...options });
    expect(await hasher.hash(token)).not.toBe(await hasher.hash(token));
  });

  it('verifies a hash from the reference implementation', async () => {
    // From the test suite of the reference implementation (phc-winner-argon2).
    const hash = '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc';
    expect(await argon2Hasher(options).verify('password', hash as EncodedHash)).toBe(true);
  });

  it('needs a rehash if any parameter of the hash is higher or lower', async () => {
    const today = { memoryKiB: 32, passes: 2, lanes: 1, ...options };
    const hasher = argon2Hasher(today);
    for (const other of [{ memoryKiB: 16 }, { memoryKiB: 64 }, { passes: 1 }, { passes: 3 }, { lanes: 2 }]) {
      const hash = await argon2Hasher({ ...today, ...other }).hash(token);
      expect(hasher.needsRehash(hash)).toBe(true);
    }
  });
});

describe.each(engines)('F03 with $name, a hash outside the limits never reaches native code', (engine) => {
  const { options } = engine;
  const { verify } = options.engine;
  const salt = 'c29tZXNhbHQxMjM0';
  const tag = 'CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc';
  it.each([
    ['argon2i', `$argon2i$v=19$m=8,t=1,p=1$${salt}$${tag}`],
    ['argon2d', `$argon2d$v=19$m=8,t=1,p=1$${salt}$${tag}`],
    ['version 16', `$argon2id$v=16$m=8,t=1,p=1$${salt}$${tag}`],
    ['a tag of 4 bytes', `$argon2id$v=19$m=8,t=1,p=1$${salt}$CTFhFQ`],
    ['4 GiB', `$argon2id$v=19$m=4194304,t=1,p=1$${salt}$${tag}`],
    ['1 TiB', `$argon2id$v=19$m=1073741824,t=1,p=1$${salt}$${tag}`],
    ['2^32-1 passes', `$argon2id$v=19$m=8,t=4294967295,p=1$${salt}$${tag}`],
    ['2^24-1 lanes', `$argon2id$v=19$m=134217720,t=1,p=16777215$${salt}$${tag}`],
    ['less memory than its lanes need', `$argon2id$v=19$m=8,t=1,p=2$${salt}$${tag}`],
    ['trailing bytes', `$argon2id$v=19$m=8,t=1,p=1$${salt}$${tag}$`],
    ['a trailing newline', `$argon2id$v=19$m=8,t=1,p=1$${salt}$${tag}\n`],
    ['a truncated hash', `$argon2id$v=19$m=8,t=1,p=1$${salt}`],
    ['a leading zero', `$argon2id$v=19$m=08,t=1,p=1$${salt}$${tag}`],
    ['base64 that no encoder writes', `$argon2id$v=19$m=8,t=1,p=1$${salt}$${tag.replace(/c$/, 'd')}`],
    ['a salt of 49 bytes', `$argon2id$v=19$m=8,t=1,p=1$${'A'.repeat(66)}$${tag}`],
    ['a keyed hash', `$argon2id$v=19$m=8,t=1,p=1,keyid=AA$${salt}$${tag}`],
  ])('F03 %s', async (_what, hash) => {
    verify.mockClear();
    await expect(argon2Hasher(options).verify(token, hash as EncodedHash)).rejects.toMatchObject({
      code: 'ERR_HASH_UNREADABLE',
    });
    expect(verify).not.toHaveBeenCalled();
  });

  it('F03 a hash within the limits reaches native code', async () => {
    const hasher = argon2Hasher({ ...cheap, ...options });
    const hash = await hasher.hash(token);
    verify.mockClear();
    await hasher.verify(token, hash);
    expect(verify).toHaveBeenCalledOnce();
  });
});

describe('wrong options throw when the hasher is created', () => {
  beforeEach(() => vi.stubEnv('UV_THREADPOOL_SIZE', '4'));
  afterEach(() => vi.unstubAllEnvs());

  it.each<unknown>([
    null,
    'costly',
    { memoryKiB: 0 },
    { memoryKiB: 1.5 },
    { memoryKiB: 2 ** 20 },
    { passes: 0 },
    { passes: 17 },
    { lanes: -1 },
    { memoryKiB: 8, lanes: 2 },
    { concurrency: 0 },
    { concurrency: 4 },
    { limits: { memoryKiB: 2 ** 33 } },
    { limits: { memory: 5 } },
    { limits: null },
    { memory: 19_456 },
    { engine: null },
    { engine: 'node-rs' },
    { engine: { hash: nodeRsArgon2.hash } },
  ])('%o', (options) => {
    expect(() => argon2Hasher(options as never)).toThrow(
      expect.objectContaining({ code: 'ERR_INVALID_CONFIG' }),
    );
  });

  it('a parameter or limit that is undefined has its default', () => {
    const undefinedParameters = { memoryKiB: undefined, passes: undefined, lanes: undefined };
    for (const options of [undefinedParameters, { limits: undefinedParameters }, { limits: undefined }])
      expect(() => argon2Hasher(options as never)).not.toThrow();
    const limits = { ...undefinedParameters, passes: 17 };
    expect(() => argon2Hasher({ passes: 17, limits } as never)).not.toThrow();
    expect(() => argon2Hasher({ passes: 18, limits } as never)).toThrow(/passes/);
    expect(() => argon2Hasher({ lanes: 17, memoryKiB: 136, limits } as never)).toThrow(/lanes/);
  });

  it('accepts higher parameters if the limits are raised too', () => {
    expect(() => argon2Hasher({ memoryKiB: 2 ** 20, limits: { memoryKiB: 2 ** 20 } })).not.toThrow();
  });
});

describe("libuv's threads are never all used for hashes", () => {
  afterEach(() => vi.unstubAllEnvs());

  it('with two threads, one hash is computed at a time', () => {
    vi.stubEnv('UV_THREADPOOL_SIZE', '2');
    expect(argon2Hasher().concurrency).toBe(1);
  });

  it.each(['1', '0', '', 'four', '-4294967295'])(
    'the error says what to do if %j leaves libuv a single thread',
    (size) => {
      vi.stubEnv('UV_THREADPOOL_SIZE', size);
      for (const options of [{}, { concurrency: 1 }]) {
        expect(() => argon2Hasher(options)).toThrow(
          expect.objectContaining({
            code: 'ERR_INVALID_CONFIG',
            message: expect.stringMatching(
              /single thread.*start the process with UV_THREADPOOL_SIZE=2 or more/,
            ),
          }),
        );
      }
    },
  );
});

import { describe, expect, it, vi } from 'vitest';
import type { Argon2Engine } from './argon2-engine.js';
import { defaultEngine } from './default-engine.js';

const builtIn: Argon2Engine = { hash: async () => 'built in', verify: async () => true };
const library = (name: string) => ({ hash: async () => name, verify: async () => true });
const cost = { memoryKiB: 8, passes: 1, lanes: 1 };

/** Loads packages as `require` does: each is installed, fails to load, or is missing. */
function loaderOf(installed: Readonly<Record<string, unknown>>) {
  return vi.fn((name: string) => {
    const found = installed[name];
    if (found instanceof Error) throw found;
    if (found !== undefined) return found;
    throw Object.assign(new Error(`Cannot find module '${name}'`), { code: 'MODULE_NOT_FOUND' });
  });
}

const chosen = (sources: { builtIn?: Argon2Engine; load: (name: string) => unknown }) =>
  defaultEngine({ builtIn: undefined, ...sources }).hash('token', cost);

describe('defaultEngine', () => {
  it("is the runtime's own, and loads no package, if there is one", async () => {
    const load = loaderOf({ argon2: library('argon2') });
    expect(await chosen({ builtIn, load })).toBe('built in');
    expect(load).not.toHaveBeenCalled();
  });

  it.each([
    ['@node-rs/argon2', { '@node-rs/argon2': library('@node-rs/argon2'), argon2: library('argon2') }],
    ['argon2', { argon2: library('argon2') }],
    ['argon2', { '@node-rs/argon2': new Error('wrong platform'), argon2: library('argon2') }],
  ])('is that of %s if these packages are installed: %o', async (name, installed) => {
    expect(await chosen({ load: loaderOf(installed) })).toBe(name);
  });

  it('says what to install if there is none', () => {
    expect(() => defaultEngine({ builtIn: undefined, load: loaderOf({}) })).toThrow(
      expect.objectContaining({
        code: 'ERR_INVALID_CONFIG',
        message: expect.stringContaining('npm install @node-rs/argon2'),
      }),
    );
  });

  it('says what to do if the only installed package does not load here', () => {
    const load = loaderOf({
      argon2: Object.assign(new Error('/lib/argon2.node: bad image'), { code: 'ERR_DLOPEN_FAILED' }),
    });
    expect(() => defaultEngine({ builtIn: undefined, load })).toThrow(
      expect.objectContaining({
        code: 'ERR_INVALID_CONFIG',
        message: expect.stringContaining('install it again for this platform'),
      }),
    );
  });

  it('works with what is installed here', async () => {
    const engine = defaultEngine();
    expect(await engine.verify(await engine.hash('token', cost), 'token')).toBe(true);
  });
});

import { setTimeout as pause } from 'node:timers/promises';
import { tokenPattern } from '@postern/core';

/** The address of a page's server, and everything that was printed so far. */
interface PageState {
  readonly url: string | undefined;
  readonly printed: () => string;
}

/** How long a server may take to print what a page refers to, in milliseconds. */
const timeoutMs = 5_000;

const placeholder = /\b(?:user|team)\.abc123\.\.\.|\babc123\.\.\.|the-printed-password/g;

/**
 * Replaces the placeholders in a block with the values that were printed.
 *
 * @throws {Error} if no such value was printed.
 */
export async function fillIn(code: string, { url, printed }: PageState): Promise<string> {
  const deadline = performance.now() + timeoutMs;
  const wanted = code.match(placeholder) ?? [];
  while (wanted.some((each) => replacementFor(each, printed()) === undefined)) {
    if (performance.now() > deadline)
      throw new Error(`nothing was printed that could replace ${wanted.join(', ')}`);
    await pause(20);
  }
  return code
    .replaceAll(/http:\/\/localhost:(?:8080|3000)/g, url ?? 'http://nothing-was-started.invalid')
    .replaceAll(placeholder, (each) => replacementFor(each, printed()) ?? each);
}

function replacementFor(name: string, printed: string): string | undefined {
  const lastToken = (prefixes: readonly string[]) => printed.match(tokenPattern(prefixes))?.at(-1);
  if (name === 'the-printed-password') return /WORKSPACE_PASSWORD='(.+)'/.exec(printed)?.[1];
  if (name === 'abc123...') return lastToken(['user', 'team'])?.slice(5, 21);
  return lastToken([name.slice(0, 4)]);
}

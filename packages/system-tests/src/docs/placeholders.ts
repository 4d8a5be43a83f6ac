import { setTimeout as pause } from 'node:timers/promises';
import { tokenPattern } from '@postern/core';

/** What a page shows so far, and where its server is. */
interface Shown {
  readonly url: string | undefined;
  readonly shown: () => string;
}

/** How long a server may take to print what a page speaks of, in milliseconds. */
const patienceMs = 5_000;

const placeholder = /\b(?:user|team)\.abc123\.\.\.|\babc123\.\.\.|the-printed-password/g;

/**
 * Puts the real things in the places of those that a page can't know.
 *
 * @throws {Error} where nothing of the kind was shown.
 */
export async function filledIn(code: string, { url, shown }: Shown): Promise<string> {
  const deadline = performance.now() + patienceMs;
  const wanted = code.match(placeholder) ?? [];
  while (wanted.some((each) => realThing(each, shown()) === undefined)) {
    if (performance.now() > deadline) throw new Error(`nothing was shown to put for ${wanted.join(', ')}`);
    await pause(20);
  }
  return code
    .replaceAll(/http:\/\/localhost:(?:8080|3000)/g, url ?? 'http://nothing-was-started.invalid')
    .replaceAll(placeholder, (each) => realThing(each, shown()) ?? each);
}

function realThing(name: string, shown: string): string | undefined {
  const lastToken = (kinds: readonly string[]) => shown.match(tokenPattern(kinds))?.at(-1);
  if (name === 'the-printed-password') return /WORKSPACE_PASSWORD='(.+)'/.exec(shown)?.[1];
  if (name === 'abc123...') return lastToken(['user', 'team'])?.slice(5, 21);
  return lastToken([name.slice(0, 4)]);
}

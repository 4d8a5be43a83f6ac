// Lets a program use the release before this one: `node --import ./use-previous-release.mjs program.mjs`.
import { register } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isMainThread } from 'node:worker_threads';

// Node loads this file twice: to register the hook, and to run it in its own thread.
if (isMainThread) register(import.meta.url);

const parentURL = pathToFileURL(join(process.env.POSTERN_PREVIOUS_RELEASE, 'program.mjs')).href;

export function resolve(specifier, context, next) {
  return next(specifier, specifier.startsWith('@postern/') ? { ...context, parentURL } : context);
}

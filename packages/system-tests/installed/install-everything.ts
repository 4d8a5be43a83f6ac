import type { TestProject } from 'vitest/node';
import type { Machine } from '../src/docs/machine.js';
import { newApplication, pinOthers } from './application.js';
import { node24 } from './nodes.js';
import { driver } from './pinned.js';

declare module 'vitest' {
  interface ProvidedContext {
    /** An application on Node 24 with all packages, and every package of others that the documentation imports. */
    readonly everything: { readonly folder: string; readonly machine: Machine };
  }
}

/** Installs everything once, for the tests that only read it. In quick mode, only what the READMEs import. */
export async function setup(project: TestProject): Promise<() => void> {
  const { folder, machine, npm, remove } = newApplication(node24);
  pinOthers({ folder });
  const omitted = project.config.env.POSTERN_TEST_EXTENT === 'quick' ? ['--omit=dev'] : [];
  await npm('install', ...omitted, ...project.getProvidedContext().tarballs.map(({ file }) => file), driver);
  project.provide('everything', { folder, machine });
  return remove;
}

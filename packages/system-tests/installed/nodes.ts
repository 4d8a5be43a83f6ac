import { root } from '../src/docs/pages.js';

/** The Node that runs the tests: in CI, the oldest one that is supported. */
export const thisNode: string = process.execPath;

/** Node 24. npm has it for Linux on x64; elsewhere, this is the Node that runs the tests. */
export const node24: string =
  process.platform === 'linux' && process.arch === 'x64'
    ? `${root}tools/runtimes/node_modules/node-24/bin/node`
    : process.execPath;

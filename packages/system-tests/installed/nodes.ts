import { root } from '../src/docs/pages.js';

/** The Node that runs the tests: in CI, the oldest one that is supported. */
export const thisNode: string = process.execPath;

/** Other versions of Node. npm has them for Linux on x64; elsewhere, they are the Node that runs the tests. */
const fromNpm = (major: number) =>
  process.platform === 'linux' && process.arch === 'x64'
    ? `${root}tools/runtimes/node_modules/node-${major}/bin/node`
    : process.execPath;

export const node22: string = fromNpm(22);
export const node24: string = fromNpm(24);

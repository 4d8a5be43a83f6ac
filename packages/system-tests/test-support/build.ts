import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/**
 * Builds the packages once before all system tests, because their processes run the built packages like `npm start`.
 */
export async function setup(): Promise<void> {
  const build = promisify(execFile)(process.execPath, ['node_modules/typescript/bin/tsc', '-b'], {
    cwd: root,
  });
  await build.catch(({ stdout }: { readonly stdout: string }) => {
    throw new Error(`the build failed:\n${stdout}`);
  });
}

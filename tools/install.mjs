// Installs dependencies that only one script needs: `node tools/install.mjs tools/site`. The folder has its own
// package.json and lockfile. Does nothing if the installed packages are up to date.
import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../', import.meta.url));

/**
 * Runs `npm ci` in a folder, unless it is up to date.
 *
 * @throws if npm fails.
 */
export function installOnce(folder) {
  const directory = join(root, folder);
  if (isInstalled(directory)) return;
  process.stderr.write(`Installing ${folder}. This happens once.\n`);
  const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: directory,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  if (status !== 0) throw new Error(`npm ci failed in ${folder}`);
}

/** npm writes node_modules/.package-lock.json at the end of an installation. */
function isInstalled(directory) {
  const installed = join(directory, 'node_modules/.package-lock.json');
  return (
    existsSync(installed) &&
    statSync(installed).mtimeMs >= statSync(join(directory, 'package-lock.json')).mtimeMs
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  for (const folder of process.argv.slice(2)) installOnce(folder);

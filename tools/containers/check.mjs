// Lints the Dockerfile and the Compose file of the example workspace: `npm run containers:check`. dockerfile-utils knows
// every instruction and flag; dclint validates against the schema of the Compose specification, and has rules of its own.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const at = (path) => fileURLToPath(new URL(path, import.meta.url));
const workspace = at('../../examples/workspace/');

/** Runs a linter, and returns whether it found nothing. It prints what it found. */
function passes(name, ...args) {
  const { status } = spawnSync(at(`node_modules/.bin/${name}`), args, { stdio: 'inherit' });
  return status === 0;
}

const passed = [
  passes('dockerfile-utils', 'lint', `${workspace}Dockerfile`),
  passes('dclint', `${workspace}compose.yaml`, '--max-warnings=0', `--config=${at('dclint.json')}`),
];
if (passed.includes(false)) process.exitCode = 1;
else console.log('dockerfile-utils and dclint find no problems in the Dockerfile and the Compose file');

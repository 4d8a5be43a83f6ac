import { ConfigError, type ProcessConfig, readConfig } from './config.js';
import { welcome } from './seed/welcome.js';
import { errorCode, fail, throwStartUpError } from './start-up.js';
import { createWorkspace, type Workspace } from './workspace.js';

const signals = ['SIGINT', 'SIGTERM'] as const;

// Other users of this machine must not be able to read the database.
process.umask(0o077);

/** Starts the workspace with the settings of the environment, and stops it on SIGINT and SIGTERM. */
async function main(config: ProcessConfig): Promise<void> {
  const workspace = await createWorkspace(config).catch(throwStartUpError);
  const port = await listen(workspace, config);
  stopOnSignal(workspace);
  const url = `http://localhost:${port}`;
  console.log(`The workspace is at ${url}\n`);
  if (workspace.seeded !== undefined) console.log(welcome(url, workspace.seeded));
  else warnOfUnusedSettings();
}

/**
 * The terminal sends a signal to this process and to npm, which passes it on. A second one within this time, in
 * milliseconds, is the same signal.
 */
const repeatMs = 1_000;

/** Finishes the current requests. A second signal ends the process immediately. */
function stopOnSignal(workspace: Workspace): void {
  let stoppingSince: number | undefined;
  const stop = (signal: NodeJS.Signals) => {
    if (stoppingSince !== undefined && performance.now() - stoppingSince < repeatMs) return;
    if (stoppingSince !== undefined) process.exit(1);
    stoppingSince = performance.now();
    console.log(`${signal}: finishing the current requests`);
    void workspace.close().catch(fail);
  };
  for (const signal of signals) process.on(signal, stop);
}

/** Prints the generated password even if the port is taken: it is never known again. */
async function listen(workspace: Workspace, { port, host }: ProcessConfig): Promise<number> {
  try {
    return await workspace.listen(port, host);
  } catch (error) {
    const password = workspace.seeded?.generatedPassword;
    if (password !== undefined) console.log(`The password of all demo people, shown once: ${password}`);
    await workspace.close();
    if (errorCode(error) !== 'EADDRINUSE') throw error;
    throw new ConfigError(
      `PORT ${port} is in use; stop the program that uses it, or set PORT to another one`,
    );
  }
}

function warnOfUnusedSettings(): void {
  const names = ['WORKSPACE_PLAN', 'WORKSPACE_PASSWORD'].filter((name) => process.env[name] !== undefined);
  if (names.length === 0) return;
  const are = names.length > 1 ? 'are' : 'is';
  console.log(`This database is already seeded, so ${names.join(' and ')} ${are} ignored`);
}

try {
  await main(readConfig(process.env));
} catch (error) {
  fail(error);
}

import { ConfigError, type ProcessConfig, readConfig } from './config.js';
import { welcome } from './seed/welcome.js';
import { errorCode, fail, throwStartUpError } from './start-up.js';
import { createWorkspace, type Workspace } from './workspace.js';

const signals = ['SIGINT', 'SIGTERM'] as const;

// What the database keeps is nobody else's business on this machine.
process.umask(0o077);

/** Starts the workspace with what the environment says, and stops it on SIGINT and SIGTERM. */
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

/** Finishes the requests under way. A second signal ends the process immediately. */
function stopOnSignal(workspace: Workspace): void {
  let stoppingSince: number | undefined;
  const stop = (signal: NodeJS.Signals) => {
    if (stoppingSince !== undefined && performance.now() - stoppingSince < repeatMs) return;
    if (stoppingSince !== undefined) process.exit(1);
    stoppingSince = performance.now();
    console.log(`${signal}: finishing the requests under way`);
    void workspace.close().catch(fail);
  };
  for (const signal of signals) process.on(signal, stop);
}

/** A port that is taken must not swallow the password, which is known now and never again. */
async function listen(workspace: Workspace, { port, host }: ProcessConfig): Promise<number> {
  try {
    return await workspace.listen(port, host);
  } catch (error) {
    const password = workspace.seeded?.generatedPassword;
    if (password !== undefined) console.log(`Everybody's password, shown once: ${password}`);
    await workspace.close();
    if (errorCode(error) !== 'EADDRINUSE') throw error;
    throw new ConfigError(`PORT ${port} is taken: stop what runs there, or set PORT to another one`);
  }
}

function warnOfUnusedSettings(): void {
  const names = ['WORKSPACE_PLAN', 'WORKSPACE_PASSWORD'].filter((name) => process.env[name] !== undefined);
  if (names.length === 0) return;
  console.log(`Another start seeded this database, and what that one had as ${names.join(' and ')} counts`);
}

try {
  await main(readConfig(process.env));
} catch (error) {
  fail(error);
}

import { ConfigError, type ProcessConfig, readConfig } from './config.js';
import { welcome } from './seed/welcome.js';
import { createWorkspace, type Workspace } from './workspace.js';

// What the database keeps is nobody else's business on this machine.
process.umask(0o077);

/** Starts the workspace with what the environment says, and stops it on SIGINT and SIGTERM. */
async function main(config: ProcessConfig): Promise<void> {
  const workspace = await createWorkspace(config);
  const port = await listen(workspace, config.port);
  const url = `http://localhost:${port}`;
  console.log(`The workspace is at ${url}\n`);
  if (workspace.seeded !== undefined) console.log(welcome(url, workspace.seeded));

  const stop = (signal: NodeJS.Signals) => {
    console.log(`${signal}: finishing what is under way`);
    // A second signal ends the process at once.
    for (const each of ['SIGINT', 'SIGTERM'] as const) process.removeListener(each, stop);
    void workspace.close().catch(fail);
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, stop);
}

/** A port that is taken must not swallow the password, which is known now and never again. */
async function listen(workspace: Workspace, port: number): Promise<number> {
  try {
    return await workspace.listen(port);
  } catch (error) {
    if (workspace.seeded !== undefined) console.log(welcome(`http://localhost:${port}`, workspace.seeded));
    await workspace.close();
    throw error;
  }
}

function fail(error: unknown): void {
  console.error(error instanceof ConfigError ? error.message : error);
  process.exitCode = 1;
}

try {
  await main(readConfig(process.env));
} catch (error) {
  fail(error);
}

import { keyTools } from '@postern/agent';
import { serveStdio } from '@postern/agent/mcp';
import { argon2Hasher } from '@postern/argon2';
import { type Actor, keyActor } from '@postern/core';
import { toolsOptions } from './admin-agent/tools-options.js';
import { ConfigError, readConfig, requireTrimmed } from './config.js';
import { openDatabase } from './database/open-database.js';
import { loadCheckKeys } from './keys/check-key.js';
import { type WorkspaceKeys, workspaceKeys } from './keys/workspace-keys.js';
import { organisationIn } from './people/organisation.js';
import { peopleIn } from './people/people.js';
import { serviceAccountsIn } from './people/service-accounts.js';
import { teamsIn } from './people/teams.js';
import { fail, throwStartUpError } from './start-up.js';

// Other users of this machine must not be able to read the database.
process.umask(0o077);

/**
 * Serves the workspace's key tools over standard input and output, for the holder of the key in `WORKSPACE_API_KEY`.
 * Everything else is written to standard error.
 */
async function main(token: string | undefined): Promise<void> {
  if (token === undefined) throw new ConfigError(keyRequired);
  requireTrimmed('WORKSPACE_API_KEY', token);
  const { url = '', ...config } = readConfig(process.env);
  const database = await openDatabase(config.database).catch(throwStartUpError);
  const stores = {
    people: peopleIn(database),
    teams: teamsIn(database),
    serviceAccounts: serviceAccountsIn(database),
  };
  const keys = workspaceKeys({
    ...{ ...stores, database, hasher: argon2Hasher(), organisation: organisationIn(database) },
    checkKeys: await loadCheckKeys(database, config.checkKey),
    log: (line) => process.stderr.write(`${line}\n`),
  });
  try {
    const authenticate = () => authenticateKey(keys, token);
    if ((await authenticate()) === null) throw new ConfigError(keyRequired);
    await serveStdio(keyTools(keys, toolsOptions(stores, url)), { authenticate });
  } finally {
    await keys.close();
    await database.close();
  }
}

/** Runs for each call, so that a deleted key can do nothing more. */
async function authenticateKey(keys: WorkspaceKeys, token: string): Promise<Actor | null> {
  const verified = await keys.verify(token);
  if (verified.ok) return keyActor(verified.principal);
  // This says nothing about the key.
  if (verified.reason === 'overloaded') throw new Error('too many hashes are being computed');
  return null;
}

const keyRequired = 'WORKSPACE_API_KEY must be a live API key of this workspace';
const { WORKSPACE_API_KEY: token } = process.env;
// Child processes must not inherit it, and nothing that prints the environment may show it.
delete process.env.WORKSPACE_API_KEY;
await main(token).catch(fail);

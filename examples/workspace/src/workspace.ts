import { keyTools } from '@postern/agent';
import { mcpHandler } from '@postern/agent/mcp';
import { type Argon2HasherOptions, argon2Hasher } from '@postern/argon2';
import { adminAgent } from './admin-agent/admin-agent.js';
import { modelAssistant } from './admin-agent/model-assistant.js';
import { ruleBasedAssistant } from './admin-agent/rule-based-assistant.js';
import { toolsOptions } from './admin-agent/tools-options.js';
import { transcriptsIn } from './admin-agent/transcripts.js';
import { agentsIn } from './agents/agents.js';
import { workspaceApp } from './app.js';
import type { WorkspaceConfig } from './config.js';
import { openDatabase } from './database/open-database.js';
import { signInsWith } from './http/sign-ins.js';
import { workItemsIn } from './intake/work-items.js';
import { startWorker } from './intake/worker.js';
import { loadCheckKeys, mcpStateKey } from './keys/check-key.js';
import { workspaceKeys } from './keys/workspace-keys.js';
import type { WriteLine } from './log.js';
import { organisationIn } from './people/organisation.js';
import { passwordHashing } from './people/passwords.js';
import { peopleIn } from './people/people.js';
import { serviceAccountsIn } from './people/service-accounts.js';
import { sessionsIn } from './people/sessions.js';
import { teamsIn } from './people/teams.js';
import { type Seeded, seedIfEmpty } from './seed/seed.js';
import { listen, type RunningServer } from './server.js';

/** What `createWorkspace` takes besides the configuration. */
export interface WorkspaceOptions {
  /** Writes a line of the log. Default: to standard error. */
  readonly log?: WriteLine;
  /** The cost of hashes. Only tests should lower it. */
  readonly hashing?: Argon2HasherOptions;
}

/** A workspace in this process. */
export interface Workspace {
  /** Set if this start seeded the database. */
  readonly seeded: Seeded | undefined;
  /** Listens on a port (0: a free one) of an address, by default only this machine's own, and returns the port. */
  listen(port: number, host?: string): Promise<number>;
  /** Stops accepting requests, finishes the current ones and closes the database. */
  close(): Promise<void>;
}

/** Opens the database, seeds it if it is empty, and creates the workspace. */
export async function createWorkspace(
  config: WorkspaceConfig,
  { log = writeToStderr, hashing = {} }: WorkspaceOptions = {},
): Promise<Workspace> {
  const hasher = argon2Hasher(hashing);
  const database = await openDatabase(config.database);
  const passwords = await passwordHashing(hasher);
  const seeded = await seedIfEmpty(database, passwords, config);

  const stores = {
    people: peopleIn(database),
    teams: teamsIn(database),
    serviceAccounts: serviceAccountsIn(database),
  };
  const organisation = organisationIn(database);
  const checkKeys = await loadCheckKeys(database, config.checkKey);
  const keys = workspaceKeys({ ...stores, database, hasher, checkKeys, organisation, log });
  const items = workItemsIn(database);
  const worker = await startWorker(items, log);
  const url = config.url ?? 'http://localhost:8080';
  const assistant =
    config.model === undefined ? ruleBasedAssistant(url) : modelAssistant(config.model, { log, url });
  const agent = adminAgent({ ...stores, keys, assistant, transcripts: transcriptsIn(database) });
  const httpsUrl = config.url?.startsWith('https:') === true ? config.url : undefined;
  const mcp = mcpHandler(keyTools(keys, toolsOptions(stores, url)), { stateKey: mcpStateKey(checkKeys) });
  const app = workspaceApp({
    ...stores,
    keys,
    agent,
    mcp,
    passwords,
    signIns: signInsWith(sessionsIn(database), { isHttps: httpsUrl !== undefined }),
    organisation,
    agents: agentsIn(database),
    items,
    worker,
    log,
    httpsUrl,
  });

  const servers: RunningServer[] = [];
  return {
    seeded,
    async listen(port, host = '127.0.0.1') {
      const server = await listen(app.fetch, port, host);
      servers.push(server);
      return server.port;
    },
    async close() {
      await agent.close();
      await Promise.all(servers.map((server) => server.close()));
      await worker.close();
      await keys.close();
      await database.close();
    },
  };
}

function writeToStderr(line: string): void {
  process.stderr.write(`${line}\n`);
}

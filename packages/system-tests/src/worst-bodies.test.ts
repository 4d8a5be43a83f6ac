import { request as sendRequest } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type MeasuredWorkspace,
  password,
  type Route,
  startMeasuredWorkspace,
} from './worst-bodies/measured-workspace.js';
import { routesIn } from './worst-bodies/routes-in.js';
import { type WorstRequest, worstRequests } from './worst-bodies/worst-bodies.js';

/** How long a request may hold the event loop, in milliseconds of CPU time. */
const maxTurnMs = 20;

let workspace: MeasuredWorkspace;
beforeAll(async () => {
  workspace = await startMeasuredWorkspace();
});
afterAll(() => workspace.stop());

/** The sender of a request: anonymous, or with a session, a key and everything that the paths name. */
interface Sender {
  readonly headers: Readonly<Record<string, string>>;
  readonly params: Readonly<Record<string, string>>;
}

const anonymous: Sender = { headers: {}, params: {} };

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

/** Sends a request. Status 0 means that the server closed the connection because it had read enough. */
function send(
  { method, path }: Route,
  { headers, params }: Sender,
  { query, headers: worstHeaders, body, chunkOf }: Omit<WorstRequest, 'title'> = {},
): Promise<Answer> {
  const url = workspace.url + path.replace(/:(\w+)/g, (_, name) => params[name] ?? 'none');
  return new Promise((resolve) => {
    const failed = () => resolve({ status: 0, headers: {}, text: '' });
    const request = sendRequest(query === undefined ? url : `${url}?${query}`, {
      method,
      agent: false,
      headers: {
        ...{ Origin: workspace.url, Accept: 'application/json, text/event-stream' },
        ...{ ...headers, ...worstHeaders },
        ...(body &&
          (chunkOf === undefined
            ? { 'Content-Length': body.byteLength }
            : { 'Transfer-Encoding': 'chunked' })),
      },
    });
    request.on('error', failed);
    request.on('response', (response) => {
      let text = '';
      const answer = () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text });
      response.on('data', (chunk) => {
        text += chunk;
      });
      response.on('end', answer).on('close', answer).on('error', failed);
      // The stream would never end. It has begun, which is enough.
      if (method === 'GET' && response.headers['content-type'] === 'text/event-stream') response.destroy();
    });
    if (body === undefined || chunkOf === undefined) return void request.end(body);
    request.flushHeaders();
    request.once('socket', (socket) => socket.once('connect', () => socket.write(inChunks(body, chunkOf))));
  });
}

/** Encodes chunks as in RFC 9112 §7.1, because Node's client would send far longer ones. */
function inChunks(body: Buffer, bytes: number): Buffer {
  const text = body.toString('latin1');
  const chunks = text.match(new RegExp(`[^]{1,${bytes}}`, 'g')) ?? [];
  return Buffer.from(
    `${chunks.map((chunk) => `${chunk.length.toString(16)}\r\n${chunk}\r\n`).join('')}0\r\n\r\n`,
    'latin1',
  );
}

const json = (body: unknown) => ({
  headers: { 'Content-Type': 'application/json' },
  body: Buffer.from(JSON.stringify(body)),
});
const form = (text: string) => ({
  headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
  body: Buffer.from(text),
});

/** Signs in, and creates one of everything that a path can name. */
async function signedIn(): Promise<Sender> {
  const post = (path: string, sender: Sender, request: Omit<WorstRequest, 'title'>) =>
    send({ method: 'POST', path }, sender, request);
  const session = await post('/api/session', anonymous, json({ email: 'ada@example.com', password }));
  if (session.status !== 200) throw new Error(`could not sign in: ${session.status} ${session.text}`);
  const cookie = String(session.headers['set-cookie']).split(';')[0] ?? '';
  const person = { headers: { Cookie: cookie }, params: {} };
  const issue = async (path: string) => {
    const { status, text } = await post(path, person, json({ name: 'a' }));
    if (status !== 201) throw new Error(`could not issue a key: ${status} ${text}`);
    return JSON.parse(text);
  };
  const { token, key } = await issue('/api/user/keys');
  const { key: teamKey } = await issue('/api/teams/platform/keys');
  await post('/agent', person, form('text=Create a key for me called "a"'));
  const chat = await send({ method: 'GET', path: '/agent' }, person);
  const offers = [...chat.text.matchAll(/\/settings\/offers\/(\w+)/g)];
  const byKey = { headers: { Authorization: `Bearer ${token}` }, params: { id: 'support' } };
  const { work_id } = JSON.parse((await post('/v1/intake/:id', byKey, json({ text: 'a' }))).text);
  const clientInfo = { name: 'a', version: '1' };
  const params = { protocolVersion: '2025-11-25', capabilities: {}, clientInfo };
  const mcp = await post('/mcp', byKey, json({ jsonrpc: '2.0', id: 1, method: 'initialize', params }));
  return {
    headers: {
      ...{ ...person.headers, ...byKey.headers },
      'mcp-session-id': String(mcp.headers['mcp-session-id']),
    },
    params: {
      teamId: 'platform',
      offerId: offers.at(-1)?.[1] ?? '',
      work: work_id,
      key: key.id,
      teamKey: teamKey.id,
    },
  };
}

/** Returns the sender for one route, since a parameter means different things in different paths. */
function forRoute({ path }: Route, { headers, params }: Sender): Sender {
  const keyId = (path.includes('/teams/') ? params.teamKey : params.key) ?? '';
  const [, id = 'support'] =
    [
      ['/people/', 'grace'],
      ['/services/', 'deployments'],
    ].find(([part = '']) => path.includes(part)) ?? [];
  return { headers, params: { ...params, keyId, id } };
}

/** The keys of a service account have the routes of a team's keys, with the same code behind them. */
function isLikeATeams({ path }: Route): boolean {
  return /\/services\/:id\/(keys|history)/.test(path);
}

/** Returns the maximum length of a body that a route accepts, in bytes. */
async function maxBytesOf(route: Route, sender: Sender): Promise<number> {
  if (route.method === 'GET' || route.method === 'DELETE') return 0;
  for (const kibibytes of [1_024, 256, 64, 32]) {
    const body = Buffer.alloc(kibibytes * 1_024, ' ');
    for (const type of ['application/json', 'application/x-www-form-urlencoded']) {
      const { status } = await send(route, sender, { headers: { 'Content-Type': type }, body });
      if (![0, 413, 415].includes(status)) return body.byteLength;
    }
  }
  return 16 * 1_024;
}

/** Returns the shortest of three turns, because compilation and garbage collection sometimes add to a measurement. */
async function turnOf(route: Route, sender: Sender, request: WorstRequest): Promise<number> {
  const turns: number[] = [];
  for (let attempt = 0; attempt < 3; attempt += 1) {
    await workspace.longestTurn();
    await send(route, sender, request);
    turns.push(await workspace.longestTurn());
  }
  return Math.min(...turns);
}

/** Returns the requests that hold the event loop for too long. */
async function slowRequests(route: Route, sender: Sender): Promise<readonly string[]> {
  const slow: string[] = [];
  const requests = worstRequests(route, await maxBytesOf(route, sender));
  await workspace.longestTurn();
  for (const request of requests) {
    await send(route, sender, request);
    if ((await workspace.longestTurn()) < maxTurnMs) continue;
    const turn = await turnOf(route, sender, request);
    if (turn >= maxTurnMs) slow.push(`${route.method} ${route.path}: ${request.title}: ${turn} ms`);
  }
  return slow;
}

describe.skipIf(process.platform !== 'linux')('F12 the event loop', () => {
  it('is never held for more than 20 ms by a request, whatever it contains and wherever it goes', async () => {
    const slow: string[] = [];
    for (const route of routesIn(workspace.apps).filter((one) => !isLikeATeams(one))) {
      slow.push(...(await slowRequests(route, anonymous)));
      slow.push(...(await slowRequests(route, forRoute(route, await signedIn()))));
    }
    expect(slow).toEqual([]);
  }, 600_000);
});

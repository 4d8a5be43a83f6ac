import { type Session, signIn, statusWith } from '../workspace-process.js';

const day = 24 * 60 * 60 * 1_000;
const inDays = (days: number) => new Date(Date.now() + days * day).toISOString();

/** As long as a name may be, and nowhere to break it. */
const longestName = 'Reconciliation_of_invoices_'.repeat(4).slice(0, 100);
const allScopes = ['agents:read', 'agents:write', 'models:use', 'intake:submit', 'keys:offer'];

/** The IDs of the keys of an owner after a while. */
export interface SeededKeys {
  readonly live: string;
  readonly longest: string;
  readonly disabled: string;
  /** A key in its grace period, and the key that replaced it. */
  readonly rotated: string;
  readonly successor: string;
  readonly deleted: string;
}

/**
 * Gives Ada, her team and a service account keys in each state, and lets one of them submit work, all through the APIs.
 * Returns Ada's keys. Grace has none.
 */
export async function seedWorkspace(url: string, password: string): Promise<SeededKeys> {
  const session = await signIn(url, 'ada@example.com', password);
  const ids = await seedKeys(session, url, { path: '/api/user/keys', wideName: longestName });
  await seedKeys(session, url, { path: '/api/teams/platform/keys', wideName: 'Invoice reconciliation' });
  await session.issueKey({ name: 'Rollouts', scopes: ['agents:read'] }, '/api/services/deployments/keys');
  const webhook = await session.issueKey(
    { name: 'Intake webhook', scopes: ['intake:submit'] },
    '/api/teams/platform/keys',
  );
  await fetch(`${url}/v1/intake/support`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${webhook.token}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ subject: 'Invoice 4711 is missing', from: 'customer@example.com' }),
  });
  return ids;
}

async function seedKeys(
  session: Session,
  url: string,
  { path, wideName }: { readonly path: string; readonly wideName: string },
): Promise<SeededKeys> {
  const issue = (name: string, body: object = {}) => session.issueKey({ name, ...body }, path);
  const change = async (id: string, how: string, body: object) => {
    const response = await session.call(`${path}/${id}/${how}`, {
      method: 'POST',
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`could not ${how}: ${response.status} ${await response.text()}`);
    return (await response.json()) as { readonly token?: string; readonly key?: { readonly id: string } };
  };

  const contractor = await issue('Contractor', { scopes: ['models:use'], expiresAt: inDays(60) });
  await statusWith(url, contractor.token);
  await change(contractor.id, 'disable', { reason: 'The contract ended in October.' });
  const old = await issue('Old laptop', { expiresAt: inDays(200) });
  await session.deleteKey(old.id, path);
  const longest = await issue(wideName, { scopes: allScopes, expiresAt: inDays(12) });
  const laptop = await issue('Laptop', { expiresAt: inDays(330) });
  const nightly = await issue('Nightly build', { scopes: ['agents:read'], expiresAt: inDays(80) });
  await statusWith(url, nightly.token);
  const rotation = await change(nightly.id, 'rotate', { graceSeconds: 24 * 60 * 60 });
  await statusWith(url, nightly.token);
  await statusWith(url, rotation.token ?? '');
  const pipeline = await issue('CI Pipeline', {
    scopes: ['agents:read', 'agents:write'],
    expiresAt: inDays(6),
  });
  await statusWith(url, pipeline.token);
  return {
    live: laptop.id,
    longest: longest.id,
    disabled: contractor.id,
    rotated: nightly.id,
    successor: rotation.key?.id ?? '',
    deleted: old.id,
  };
}

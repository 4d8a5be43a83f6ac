import type { EncodedHash } from '@postern/core/ports';
import type { Transaction } from 'kysely';
import type { Tables } from '../database/schema.js';
import { formatPermissions, permissions } from '../keys/permissions.js';

/**
 * Inserts the people, teams, service accounts, agents and intakes of the demo organisation. `hashes` has a password
 * hash for each person.
 */
export async function insertDemo(
  transaction: Transaction<Tables>,
  hashes: Readonly<Record<'ada' | 'grace' | 'linus', EncodedHash>>,
): Promise<void> {
  const everything = formatPermissions(permissions);
  const created_at = new Date().toISOString();
  const person = (id: 'ada' | 'grace' | 'linus', name: string, role: 'admin' | 'member', active: 0 | 1) => ({
    id,
    email: `${id}@example.com`,
    name,
    role,
    active,
    permissions: everything,
    password_hash: hashes[id],
  });

  await transaction
    .insertInto('workspace_people')
    .values([
      person('ada', 'Ada', 'admin', 1),
      person('grace', 'Grace', 'member', 1),
      person('linus', 'Linus', 'member', 0),
    ])
    .execute();
  await transaction
    .insertInto('workspace_teams')
    .values({ id: 'platform', name: 'Platform', permissions: everything })
    .execute();
  await transaction
    .insertInto('workspace_team_members')
    .values([
      { team_id: 'platform', person_id: 'ada', role: 'Owner' },
      { team_id: 'platform', person_id: 'grace', role: 'Member' },
    ])
    .execute();
  await transaction
    .insertInto('workspace_service_accounts')
    .values({
      id: 'deployments',
      name: 'Deployments',
      active: 1,
      permissions: formatPermissions(['agents:read', 'models:use']),
      created_by: 'ada',
      created_at,
    })
    .execute();
  await transaction
    .insertInto('workspace_agents')
    .values([
      { id: 'researcher', name: 'Researcher', team_id: null, created_at },
      { id: 'translator', name: 'Translator', team_id: null, created_at },
      { id: 'deployer', name: 'Deployer', team_id: 'platform', created_at },
    ])
    .execute();
  await transaction
    .insertInto('workspace_intakes')
    .values({ id: 'support', name: 'Support', team_id: 'platform' })
    .execute();
}

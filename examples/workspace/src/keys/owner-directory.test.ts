import Sqlite from 'better-sqlite3';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { type Engine, engines, newDatabase } from '../../test-support/test-database.js';
import { startTestWorkspace } from '../../test-support/test-workspace.js';
import { openDatabase } from '../database/open-database.js';
import { workspaceOwners } from './owner-directory.js';
import { permissions } from './permissions.js';

async function seededDatabase(engine: Engine) {
  const location = await newDatabase(engine);
  await startTestWorkspace({ database: location });
  const database = await openDatabase(location);
  onTestFinished(() => database.close());
  return { database, location };
}

describe.each(engines)('the owner directory of the workspace on %s', (engine) => {
  it('returns the status of owners of all kinds in the order they were asked for', async () => {
    const answers = await workspaceOwners((await seededDatabase(engine)).database).find([
      { kind: 'team', id: 'platform' },
      { kind: 'user', id: 'platform' },
      { kind: 'user', id: 'linus' },
      { kind: 'robot', id: 'ada' },
      { kind: 'user', id: 'ada' },
      { kind: 'team', id: '__proto__' },
      { kind: 'service', id: 'ada' },
      { kind: 'service', id: 'deployments' },
    ]);
    const can = (active: boolean) => ({ active, permissions });
    const deployments = { active: true, permissions: ['agents:read', 'models:use'] };
    const expected = [
      can(true),
      undefined,
      can(false),
      undefined,
      can(true),
      undefined,
      undefined,
      deployments,
    ];
    expect(answers).toEqual(expected);
  });

  it('makes one query for all owners of a kind', async () => {
    const { database } = await seededDatabase(engine);
    const asked = vi.spyOn(database.read, 'selectFrom');
    const people = ['ada', 'grace', 'linus', 'nobody'].map((id) => ({ kind: 'user', id }));
    await workspaceOwners(database).find([...people, { kind: 'team', id: 'platform' }]);
    expect(asked).toHaveBeenCalledTimes(2);
    const services = ['deployments', 'nothing'].map((id) => ({ kind: 'service', id }));
    await workspaceOwners(database).find([...services, ...people]);
    expect(asked).toHaveBeenCalledTimes(4);
  });

  it('ignores a permission that no longer exists', async () => {
    const { database } = await seededDatabase(engine);
    const changed = { permissions: 'agents:read agents:fly' };
    await database.write.updateTable('workspace_people').set(changed).where('id', '=', 'ada').execute();
    const answers = await workspaceOwners(database).find([{ kind: 'user', id: 'ada' }]);
    expect(answers).toEqual([{ active: true, permissions: ['agents:read'] }]);
  });
});

describe('the owner directory of the workspace', () => {
  it('does not wait for a change that waits for a lock', async () => {
    const { database, location } = await seededDatabase('sqlite');
    const other = new Sqlite(location.engine === 'sqlite' ? location.file : '');
    other.exec('begin immediate');
    const change = database.write.updateTable('workspace_people').set({ active: 0 }).execute();
    const answers = await workspaceOwners(database).find([{ kind: 'user', id: 'ada' }]);
    other.exec('rollback');
    other.close();
    expect(answers).toEqual([{ active: true, permissions }]);
    await change;
  });
});

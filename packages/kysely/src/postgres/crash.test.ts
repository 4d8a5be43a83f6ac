import { expect, it } from 'vitest';
import { changeAndKill, expectNoThirdState } from '../../test-support/crash.js';
import { foreignClient, temporaryDatabase } from '../../test-support/temporary-database.js';

const others = `select 1 from pg_stat_activity
  where datname = current_database() and backend_type = 'client backend' and pid <> pg_backend_pid()`;

it('F06 a kill during any change leaves each record as its audit entries tell, and every issued key', async () => {
  const url = await temporaryDatabase();
  const issued = await changeAndKill(url);
  const host = await foreignClient(url);
  const rowsOf = async (query: string) => (await host.query(query)).rows;
  // The server goes on with what it was sent before the kill.
  await expect.poll(() => rowsOf(others)).toEqual([]);
  await expectNoThirdState(issued, rowsOf);
}, 60_000);

import { expect, it } from 'vitest';
import { changeAndKill, expectNoThirdState } from '../../test-support/crash.js';
import { foreignClient, temporaryDatabase } from '../../test-support/temporary-database.js';

const others = `select 1 from pg_stat_activity
  where datname = current_database() and backend_type = 'client backend' and pid <> pg_backend_pid()`;

it('F06 after a kill during any change, each record matches its audit entries, and every issued key is there', async () => {
  const url = await temporaryDatabase();
  const issued = await changeAndKill(url);
  const host = await foreignClient(url);
  const rowsOf = async (query: string) => (await host.query(query)).rows;
  // The server continues with what it received before the kill.
  await expect.poll(() => rowsOf(others)).toEqual([]);
  await expectNoThirdState(issued, rowsOf);
}, 60_000);

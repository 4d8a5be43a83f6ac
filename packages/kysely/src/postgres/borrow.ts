import type { PostgresClient, PostgresPool } from './pool.js';

/**
 * Borrows a connection of a pool. One that breaks says so by an event, which ends a process that does not listen, and it
 * may break as it is handed over: whoever listened only when a promise has settled would be late.
 */
export function borrow(pool: PostgresPool): Promise<PostgresClient> {
  return new Promise((resolve, reject) => {
    pool.connect((error, client) => {
      if (client === undefined) return reject(error);
      client.on('error', ignore);
      resolve(client);
    });
  });
}

/** Gives a connection back, or ends it where it is of no more use. What it says as it ends is still ignored. */
export function giveBack(client: PostgresClient, { isUsable }: { readonly isUsable: boolean }): void {
  client.release(!isUsable);
  if (isUsable) client.off('error', ignore);
}

function ignore(): void {}

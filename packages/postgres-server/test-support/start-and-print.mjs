// Starts a server, prints where it is, and waits to be killed.

import pg from 'pg';
import { startPostgres } from '../src/index.ts';

const server = await startPostgres();
const client = new pg.Client({ connectionString: server.url });
await client.connect();
const { rows } = await client.query('show data_directory');
process.stdout.write(JSON.stringify({ url: server.url, directory: rows[0].data_directory }));
setInterval(() => {}, 60_000);

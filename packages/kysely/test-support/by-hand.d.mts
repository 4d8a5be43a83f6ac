import type { SqlConnection } from '@postern/conformance';
import type { Client } from 'pg';
import type { HostConnection } from './host-connection.mjs';

export function sqliteByHand(connection: HostConnection): SqlConnection;
export function postgresByHand(client: Client): SqlConnection;

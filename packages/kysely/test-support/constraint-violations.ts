import { buildAuditEntry, buildKey, buildStoredKey } from '@postern/core/testing';
import { auditRow } from '../src/audit-row.js';
import type { Dialect } from '../src/dialect.js';
import type { Work } from '../src/key-database.js';
import { keyRow } from '../src/key-row.js';

/** Statements that break one constraint of the tables. */
export interface ConstraintViolation {
  readonly name: string;
  readonly violate: Work<unknown>;
}

type Row = Readonly<Record<string, unknown>>;

/** Part of each text in the refused rows, so that an error which quotes anything shows it. */
export const quoted = 'QUOTED';

const instants = /^at$|_at$/;
const nullable =
  /^(scopes|prefix|expires_at|rotated_at|successor_id|disabled_\w+|revoked_at|reason|last_used_at)$/;

/** Returns a violation of each constraint that the tables have on every database. */
export function constraintViolations(dialect: Dialect): readonly ConstraintViolation[] {
  const person = { kind: 'user', id: `${quoted} person` } as const;
  const owner = { kind: quoted, id: quoted };
  const key = buildKey({ owner, name: quoted, scopes: [quoted], createdBy: person, reason: quoted });
  const stored = buildStoredKey({ key, hash: `$${quoted}$` });
  const entry = buildAuditEntry(key, { id: `${quoted}0000000000`, actor: person, reason: quoted });
  return [
    ...violationsIn('key', { ...keyRow(stored, dialect) }),
    ...violationsIn('audit', { ...auditRow(entry, dialect) }),
  ];
}

function violationsIn(table: 'key' | 'audit', row: Row): readonly ConstraintViolation[] {
  const insert = (...rows: readonly Row[]): Work<unknown> => {
    return (db) =>
      db
        .insertInto(table)
        .values(rows as never)
        .execute();
  };
  const columns = Object.keys(row);
  return [
    { name: `${table}: an ID that is taken`, violate: insert(row, row) },
    ...columns
      .filter((column) => !nullable.test(column))
      .map((column) => ({ name: `${table}: no ${column}`, violate: insert({ ...row, [column]: null }) })),
    ...columns
      .filter((column) => instants.test(column))
      .map((column) => ({
        name: `${table}: a text as ${column}`,
        violate: insert({ ...row, [column]: quoted }),
      })),
  ];
}

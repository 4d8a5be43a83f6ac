import type { ApiKey, Owner } from '@postern/core';
import type { StoredKey } from '@postern/core/ports';

/** A record as it is stored in the file. */
export type Row = ApiKey & Pick<StoredKey, 'hash'> & { requestId?: string };
export type Test = (row: Row) => boolean;

export const isUnrevoked: Test = (row) => row.revokedAt === null;
export const isSame = (one: Owner | null, other: Owner): boolean =>
  one?.kind === other.kind && one.id === other.id;
export const isDisabledBy =
  (by: Owner, at?: Date) =>
  (row: Row): boolean =>
    isSame(row.disabledBy, by) && (at === undefined || row.disabledAt?.getTime() === at.getTime());
export const enabled = { disabledAt: null, disabledBy: null, reason: null };
export const rowOf = ({ key, hash }: StoredKey): Row => ({ ...key, hash });
/** A copy, so that whoever changes it doesn't change the row. */
export const storedKey = ({ hash, requestId: _, ...key }: Row): StoredKey => ({
  key: structuredClone(key),
  hash,
});

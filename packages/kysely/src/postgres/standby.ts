import { PosternError } from '@postern/core';
import type { StatementResult } from './session.js';

/** What asks the server, among what a `select` gives, whether it is a standby. */
export const isStandbySql = 'pg_catalog.pg_is_in_recovery() as is_standby';

/** @throws {PosternError} `ERR_REPOSITORY_UNAVAILABLE` where the result of `isStandbySql` does not say that it is none. */
export function refuseStandby(result: StatementResult | undefined): void {
  const [row] = (result?.rows ?? []) as readonly { readonly is_standby: unknown }[];
  if (row?.is_standby === 'f') return;
  throw new PosternError(
    'ERR_REPOSITORY_UNAVAILABLE',
    'the server is a standby, where a revocation arrives late; connect to the primary',
  );
}

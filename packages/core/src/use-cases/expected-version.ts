import { PosternError } from '../errors.js';
import type { ApiKey } from '../model/api-key.js';
import type { KeyRequest } from './managed-key.js';
import type { ManagementPorts } from './management-ports.js';
import { invalid } from './parse-request.js';

/** Names the key that is to be changed, who asks, and what they saw of it. */
export interface ChangeRequest<Kind extends string = string> extends KeyRequest<Kind> {
  /** The `keyVersion` of the record that is to be changed. Default: whatever it says by now. */
  readonly expectedVersion?: string | undefined;
}

/**
 * Gives what a change is to expect of the record: that it says what was read, or nothing.
 *
 * @throws {PosternError} `ERR_VERSION_MISMATCH` where what was read is another version, or there is none.
 */
export function requireVersion(
  { versionOf }: Pick<ManagementPorts, 'versionOf'>,
  key: ApiKey | undefined,
  { expectedVersion }: ChangeRequest,
): ApiKey | undefined {
  if (expectedVersion === undefined) return undefined;
  if (typeof expectedVersion !== 'string') throw invalid('expectedVersion must be what keyVersion gave');
  if (key !== undefined && versionOf(key) === expectedVersion) return key;
  throw new PosternError(
    'ERR_VERSION_MISMATCH',
    'the key was changed since it was read, so nothing was written; read it again, and decide anew',
  );
}

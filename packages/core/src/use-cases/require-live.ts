import { PosternError } from '../errors.js';
import type { ApiKey } from '../model/api-key.js';
import { keyState } from '../model/key-state.js';

/**
 * Gives the record of a key that is live, and so can be rotated.
 *
 * @throws {PosternError} `ERR_KEY_NOT_LIVE` where it is in another state, or there is none.
 */
export function requireLive(key: ApiKey | undefined, now: Date): ApiKey {
  if (key !== undefined && keyState(key, now) === 'live') return key;
  throw new PosternError(
    'ERR_KEY_NOT_LIVE',
    'only a live key can be rotated, and only once; issue a new key instead',
  );
}

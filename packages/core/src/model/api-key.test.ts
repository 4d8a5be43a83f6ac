import { expect, it } from 'vitest';
import { buildKey } from '../testing/index.js';
import type { KeyId } from '../token/key-id.js';
import { displayForm } from './api-key.js';

it('displayForm shows the kind, the first 8 characters of the key ID, and an ellipsis', () => {
  const key = buildKey({ id: '0123456789abcdef' as KeyId, owner: { kind: 'team', id: 'platform' } });
  expect(displayForm(key)).toBe('team.01234567…');
});

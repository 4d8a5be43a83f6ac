import { expect, it } from 'vitest';
import { mergeVary } from './build-refusal.js';

it.each([
  [undefined, 'Authorization, X-Api-Key'],
  [null, 'Authorization, X-Api-Key'],
  ['', 'Authorization, X-Api-Key'],
  ['Accept-Encoding', 'Accept-Encoding, Authorization, X-Api-Key'],
  ['Origin, authorization', 'Origin, authorization, X-Api-Key'],
  ['x-api-key,AUTHORIZATION', 'x-api-key,AUTHORIZATION'],
  ['*', '*'],
])('merges a Vary of %j to %j', (present, merged) => expect(mergeVary(present)).toBe(merged));

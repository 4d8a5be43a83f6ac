import type { IncomingMessage } from 'node:http';
import { removeHeaders } from '@postern/http/node';
import { describe } from 'vitest';
import { forgetting } from '../../test-support/defects.js';
import { itCatches } from '../../test-support/it-catches.js';
import type { Defect } from '../../test-support/plain-parts.js';
import { plainSubject } from '../../test-support/plain-subject.js';
import { removeCredentialClauses } from './remove-credential.js';

const showsKey = [
  'with removeCredential, no header',
  'with removeCredential, a header with another',
  'with removeCredential, a header that the route',
];

/** Removes a header without a trace, but only in one or two of the forms in which Node keeps it. */
const removingOnly =
  (...forms: readonly ('headers' | 'headersDistinct' | 'rawHeaders')[]): Defect =>
  () => ({
    remove(req, names) {
      const kept: Pick<IncomingMessage, 'headers' | 'headersDistinct' | 'rawHeaders'> = {
        headers: { ...req.headers },
        headersDistinct: { ...req.headersDistinct },
        rawHeaders: [...req.rawHeaders],
      };
      removeHeaders(req, names);
      for (const form of ['headers', 'headersDistinct', 'rawHeaders'] as const)
        if (!forms.includes(form)) Object.defineProperty(req, form, { value: kept[form] });
    },
  });

describe('the clauses on removeCredential', () =>
  itCatches(removeCredentialClauses, plainSubject, [
    [
      'ignores removeCredential',
      forgetting('removeCredential'),
      ...showsKey,
      'with removeCredential, a second',
    ],
    [
      'removes the key only from headers',
      removingOnly('headers'),
      ...showsKey,
      'with removeCredential, a second',
    ],
    ['forgets headersDistinct', removingOnly('headers', 'rawHeaders'), ...showsKey],
    [
      'forgets rawHeaders',
      removingOnly('headers', 'headersDistinct'),
      ...showsKey,
      'with removeCredential, a second',
    ],
    [
      'removes both headers, whatever they have',
      (sound) => ({
        remove: (req, names) => sound.remove(req, names.length === 0 ? [] : ['authorization', 'x-api-key']),
      }),
      'with removeCredential, a header with another',
      'with removeCredential, a header that the route',
    ],
    [
      'removes only Authorization',
      (sound) => ({
        remove: (req, names) =>
          sound.remove(
            req,
            names.filter((name) => name === 'authorization'),
          ),
      }),
      ...showsKey,
    ],
    [
      'removes the key even if the host has not asked for it',
      (sound) => ({ remove: (req) => sound.remove(req, ['authorization']) }),
      ...showsKey,
      'without removeCredential',
    ],
    [
      'loses the principal with the key',
      (sound) => ({
        judge: (req, requirement) =>
          sound.judge('x-api-key' in req.headers ? req : Object.create(req), requirement),
      }),
      'with removeCredential, the handler still gets',
    ],
    [
      'passes on only the first piece of a body',
      (sound) => ({
        remove(req, names) {
          sound.remove(req, names);
          if (names.length > 0) keepFirstPiece(req);
        },
      }),
      'with removeCredential, a body that arrives',
    ],
  ]));

function keepFirstPiece(req: IncomingMessage): void {
  const pieces = req[Symbol.asyncIterator].bind(req);
  req[Symbol.asyncIterator] = async function* firstPiece() {
    let count = 0;
    for await (const piece of pieces()) {
      count += 1;
      if (count === 1) yield piece;
    }
  };
}

import { describe } from 'vitest';
import { itCatches } from '../../test-support/it-catches.js';
import { plainSubject } from '../../test-support/plain-subject.js';
import { allowUncaughtErrors } from '../../test-support/uncaught.js';
import { bodyClauses } from './bodies.js';

allowUncaughtErrors();

describe('the clauses on bodies', () =>
  itCatches(bodyClauses, plainSubject, [
    [
      'closes the connection of a refused request whose body has not ended',
      (sound) => ({
        async authenticate(auth, req, rawHeaders) {
          const authentication = await sound.authenticate(auth, req, rawHeaders);
          if (!authentication.ok && !req.complete) req.socket.destroy();
          return authentication;
        },
      }),
      'a request is refused before',
    ],
    [
      'drops what arrives during the verification',
      (sound) => ({
        async authenticate(auth, req, rawHeaders) {
          req.resume();
          const authentication = await sound.authenticate(auth, req, rawHeaders);
          req.pause();
          return authentication;
        },
      }),
      'a body that arrives',
    ],
    [
      'leaves a rejection uncaught if the client gives up',
      (sound) => ({
        authenticate(auth, req, rawHeaders) {
          req.once('close', () => {
            if (!req.complete) void Promise.reject(new Error('the client has gone'));
          });
          return sound.authenticate(auth, req, rawHeaders);
        },
      }),
      'a client that gives up',
    ],
    [
      'throws in a listener if the client gives up',
      (sound) => ({
        authenticate(auth, req, rawHeaders) {
          req.socket.once('close', () => {
            if (!req.complete) throw new Error('the client has gone');
          });
          return sound.authenticate(auth, req, rawHeaders);
        },
      }),
      'a client that gives up',
    ],
  ]));

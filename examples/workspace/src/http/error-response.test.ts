import { PosternError } from '@postern/core';
import { Hono } from 'hono';
import { expect, it } from 'vitest';
import { DatabaseUnavailableError } from '../database/database.js';
import { errorResponses } from './error-response.js';
import { HttpError } from './http-error.js';
import { CrossSiteError } from './same-origin.js';

/** The answer to a request whose handler throws. A page only says which problem it is about. */
async function answerTo(error: Error, path: string) {
  const log: string[] = [];
  const { onError } = errorResponses(
    (line) => log.push(line),
    (c, problem, status) => c.html(problem, status),
  );
  const app = new Hono().onError(onError).get(path, () => {
    throw error;
  });
  const { status, headers } = await app.request(path);
  const text = await (await app.request(path)).text();
  return { status, text, retryAfter: headers.get('Retry-After'), isLogged: log.length > 0 };
}

const unavailable = new DatabaseUnavailableError('SQLITE_BUSY', 'the database is locked');

it.each([
  [unavailable, 503, 'down', '1', true],
  [new PosternError('ERR_REPOSITORY_UNAVAILABLE', 'the storage failed'), 503, 'down', '1', false],
  [new Error('a mistake'), 500, 'broken', null, true],
  [new CrossSiteError(), 403, 'crossSite', null, false],
  [new PosternError('ERR_FORBIDDEN', 'no'), 403, 'notAllowed', null, false],
  [new HttpError(404, 'gone'), 404, 'notFound', null, false],
  [new HttpError(413, 'long'), 413, 'tooLarge', null, false],
  [new HttpError(422, 'odd'), 422, 'unreadable', null, false],
])('people get a page about %s', async (error, status, text, retryAfter, isLogged) => {
  expect(await answerTo(error, '/settings/x')).toEqual({ status, text, retryAfter, isLogged });
});

it('programs get the same as ever if the database is down', async () => {
  expect(await answerTo(unavailable, '/api/x')).toEqual({
    status: 503,
    text: '{"error":"the service is busy; try again shortly"}',
    retryAfter: '1',
    isLogged: true,
  });
});

import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { startTestIntake, untilEnded } from '../test-support/intake.js';
import { runSql } from '../test-support/test-database.js';

type Body = NonNullable<RequestInit['body']>;

describe('the body of work', () => {
  const json = JSON.stringify({ text: 'Grüße 😀' });
  const form = 'application/x-www-form-urlencoded';
  const refused: readonly (readonly [string, number, Record<string, string>, Body])[] = [
    ['a form', 415, { 'Content-Type': form }, 'text=x'],
    ['JSON labelled as a form, as curl -d does', 415, { 'Content-Type': form }, json],
    ['a multipart form', 415, { 'Content-Type': 'multipart/form-data; boundary=x' }, '--x--'],
    ['XML', 415, { 'Content-Type': 'application/xml' }, '<text/>'],
    ['JSON labelled as text', 415, { 'Content-Type': 'text/plain' }, json],
    ['bytes without a type', 415, {}, Buffer.from(json)],
    ['nothing without a type', 415, {}, ''],
    ['nothing', 400, { 'Content-Type': 'application/json' }, ''],
    [
      'gzip',
      415,
      { 'Content-Type': 'application/json', 'Content-Encoding': 'gzip' },
      new Uint8Array(gzipSync(json)),
    ],
    ['Latin-1', 415, { 'Content-Type': 'application/json; charset=iso-8859-1' }, Buffer.from(json, 'latin1')],
    ['Latin-1 without a charset', 400, { 'Content-Type': 'application/json' }, Buffer.from(json, 'latin1')],
  ];
  const post = (intake: string, token: string, headers: Record<string, string>, body: Body) =>
    fetch(intake, { method: 'POST', headers: { Authorization: `Bearer ${token}`, ...headers }, body });

  it.each(refused)(
    'a body is refused and not stored if it is %s: %i',
    async (_what, status, headers, body) => {
      const { intake, config, team } = await startTestIntake('sqlite');
      const answer = await post(intake, team.token, headers, body);
      expect(answer.status).toBe(status);
      expect(answer.headers.get('Accept-Encoding')).toBe(status === 415 ? 'identity' : null);
      expect(await runSql(config.database, 'select * from workspace_work_items')).toEqual([]);
    },
  );

  it.each(['application/json', 'Application/JSON; charset="utf-8"', 'application/cloudevents+json'])(
    'a body is accepted unaltered as %s',
    async (type) => {
      const { intake, team } = await startTestIntake('sqlite');
      const accepted = await post(intake, team.token, { 'Content-Type': type }, json);
      expect(accepted.status).toBe(202);
      const { work_id } = (await accepted.json()) as { work_id: string };
      const { body } = await untilEnded(`${intake}/work/${work_id}`, team.token);
      expect(body).toMatchObject({ status: 'completed', result: expect.stringContaining('Grüße 😀') });
    },
  );
});

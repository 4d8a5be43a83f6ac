import { Validator } from '@seriousme/openapi-schema-validator';
import { expect, it } from 'vitest';
import { send, settings } from '../test-support/settings.js';

it('is a valid document of OpenAPI 3.1, and names every operation once', async () => {
  const { status, body } = await send(settings(), 'GET /openapi.json', { as: null });
  expect(status).toBe(200);
  const document = body as { paths: Record<string, Record<string, { operationId: string }>> };
  const validator = new Validator();
  expect(await validator.validate(structuredClone(document))).toEqual({ valid: true });
  expect(validator.version).toBe('3.1');
  const ids = Object.values(document.paths).flatMap((path) =>
    Object.values(path).map(({ operationId }) => operationId),
  );
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids).toEqual(
    expect.arrayContaining(['listUserKeys', 'createTeamKey', 'rotateUserKey', 'getTeamHistory']),
  );
});

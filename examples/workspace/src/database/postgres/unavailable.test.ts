import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { isConnectionLost, unavailable } from './unavailable.js';

function errorOf(code: string): pg.DatabaseError {
  const error = new pg.DatabaseError('QUOTED', 0, 'error');
  return Object.assign(error, {
    code,
    severity: code.startsWith('57P') ? 'FATAL' : 'ERROR',
    detail: 'QUOTED',
  });
}

describe('an error of the PostgreSQL driver', () => {
  it.each([
    '08006',
    '25006',
    '28P01',
    '3D000',
    '40001',
    '40P01',
    '42501',
    '53300',
    '55P03',
    '57014',
    '57P01',
    '58030',
  ])('an error with code %s means that the database is unavailable', (code) => {
    const error = unavailable(errorOf(code));
    expect(error).toMatchObject({ code, message: expect.stringContaining(code) });
    expect(String(error?.stack)).not.toContain('QUOTED');
  });

  it.each(['22021', '23505', '42P01', '42601', 'XX000'])(
    'an error with code %s does not mean that the database is unavailable',
    (code) => {
      expect(unavailable(errorOf(code))).toBeUndefined();
    },
  );

  it('an error that does not come from PostgreSQL means that the database is unavailable', () => {
    const refused = Object.assign(new Error('QUOTED'), { code: 'ECONNREFUSED' });
    expect(unavailable(refused)).toMatchObject({ message: 'nothing listens there (ECONNREFUSED)' });
    expect(unavailable(new Error('Query read timeout'))).toMatchObject({ code: 'NO_ANSWER' });
  });

  it('a connection is unusable only if it was ended or leads to a standby', () => {
    const lost = [new Error('Query read timeout'), errorOf('57P01'), errorOf('25006')];
    expect(lost.map(isConnectionLost)).toEqual([true, true, true]);
    expect([errorOf('23505'), errorOf('57014')].map(isConnectionLost)).toEqual([false, false]);
  });
});

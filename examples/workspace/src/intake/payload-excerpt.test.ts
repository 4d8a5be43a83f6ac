import { describe, expect, it } from 'vitest';
import { payloadExcerpt } from './payload-excerpt.js';

const token = 'team.ETvw493ZdW29LRhNzg3L8vPqRb2XkYcZiNKCqxrTd9loa9JITualTNwJlty39PGfT';
const secret = token.slice(21);
const excerpt = (payload: unknown) => payloadExcerpt(JSON.stringify(payload));

describe('the excerpt of a payload', () => {
  it('is the payload itself if it is short', () => {
    for (const payload of [{ title: 'Printer', text: 'It is on fire' }, ['a', 1, null], 'text', 7, null, []])
      expect(excerpt(payload)).toBe(JSON.stringify(payload));
  });

  it('P09 masks API keys and parts of them, wherever they are', () => {
    const payloads = [
      token,
      { text: `it says ${token} is wrong` },
      { [token]: 1 },
      { text: 'x'.repeat(270) + token },
      { a: token.slice(0, 40), b: token.slice(40) },
      [secret, secret.slice(4)],
    ];
    for (const payload of payloads) expect(excerpt(payload)).not.toContain(secret.slice(2, 30));
    expect(excerpt(token.match(/.{1,20}/g))).not.toContain(token.slice(40, 60));
  });

  it('P09 masks an API key that is folded into lines, in any way that is masked outside of JSON', () => {
    for (const end of ['\n', '\r\n', '\t', ' \\\n', '\n> ', '"\n+ "'])
      for (const width of [8, 16, 20, 32]) {
        const folded = token.replace(new RegExp(`.{${width}}`, 'g'), `$&${end}`);
        for (const payload of [folded, { text: `it says ${folded}` }, { [folded]: 1 }])
          expect(excerpt(payload)).not.toContain(token.slice(40, 45));
      }
  });

  it('leaves out the values of fields whose names say that they are secret', () => {
    const hidden = { password: 'swordfish', Authorization: 'Basic swordfish', api_key: ['swordfish'] };
    const deep = { user: { clientSecret: { value: 'swordfish' } }, session_token: 'swordfish' };
    expect(excerpt({ ...hidden, ...deep, title: 'Login' })).not.toContain('swordfish');
    expect(excerpt({ ...hidden, title: 'Login' })).toContain('"password":"…"');
    expect(excerpt({ title: 'Login', passenger: 'Ada' })).toContain('Ada');
  });

  it('is short, whatever the size of the payload, and can be stored', () => {
    const nested = `${'['.repeat(30_000)}${']'.repeat(30_000)}`;
    expect(payloadExcerpt(nested)).toBe('[[[[[["…"]]]]]]');
    for (const payload of [
      { text: 'x'.repeat(60_000) },
      Array.from({ length: 10_000 }, (_, index) => index),
      Object.fromEntries(Array.from({ length: 5_000 }, (_, index) => [`field${index}`, 'value '.repeat(20)])),
      Array.from({ length: 20 }, () => '👩‍👩‍👧'.repeat(30)),
    ]) {
      expect(excerpt(payload).length).toBeLessThanOrEqual(1_001);
      expect(excerpt(payload)).not.toMatch(/\p{Cs}/u);
      expect(excerpt(payload)).toContain('…');
    }
  });
});

import { describe, expect, it } from 'vitest';
import { respond } from './responder.js';

const said = (text: string) => [{ role: 'user', text }];

describe('respond', () => {
  it('says that it is no model, and says the same again', () => {
    expect(respond(said('Hello')).text).toContain('not a model');
    expect(respond(said('Hello'))).toEqual(respond(said('Hello')));
  });

  it('answers the last thing that the user said', () => {
    const messages = [...said('one'), { role: 'assistant', text: 'two' }, ...said('three')];
    expect(respond(messages).text).toMatch(/You said: three$/);
    expect(respond(messages).inputTokens).toBe(3);
  });

  it('stops at the limit and says that it was cut off', () => {
    const reply = respond(said('Hello'), 3);
    expect(reply).toMatchObject({ text: 'This is the ', outputTokens: 3, cutOff: true });
    expect(respond(said('Hello'), 1_000).cutOff).toBe(false);
  });

  it('repeats no more than 200 characters', () => {
    expect(respond(said('🙂'.repeat(1_000))).text).toMatch(/: (🙂){200}…$/u);
  });
});

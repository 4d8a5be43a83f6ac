import { describe, expect, it } from 'vitest';
import { respond } from './responder.js';

const said = (text: string) => [{ role: 'user', texts: [text] }];

describe('respond', () => {
  it('says that it is not a model, and always gives the same answer', () => {
    expect(respond(said('Hello')).text).toContain('not a model');
    expect(respond(said('Hello'))).toEqual(respond(said('Hello')));
  });

  it('answers the last message of the user', () => {
    const messages = [...said('one'), { role: 'assistant', texts: ['two'] }, ...said('three')];
    expect(respond(messages).text).toMatch(/You said: three$/);
    expect(respond(messages).inputTokens).toBe(3);
  });

  it('answers the last text of a turn: Claude Code puts reminders before it', () => {
    const reply = respond([{ role: 'user', texts: ['<reminder>', 'Say hello', ' '] }]);
    expect([reply.text.endsWith('You said: Say hello'), reply.inputTokens]).toEqual([true, 3]);
  });

  it('stops at the limit and says that it was cut off', () => {
    const reply = respond(said('Hello'), { maxTokens: 3 });
    expect(reply).toMatchObject({ text: 'This is the ', outputTokens: 3, cutOff: true });
    expect(respond(said('Hello'), { maxTokens: 1_000 }).cutOff).toBe(false);
  });

  it('answers the last turn, even if it has nothing to read', () => {
    const image = { role: 'user', texts: [], attachments: ['an image', 'an image', 'a file'] };
    expect(respond([...said('one'), image]).text).toMatch(/only text, and you sent an image and a file\.$/);
    expect(respond([...said('one'), { role: 'user', texts: [' '] }]).text).toMatch(/You said nothing\.$/);
    expect(respond([{ ...image, texts: ['What is it?'] }]).text).toMatch(/You said: What is it\?$/);
  });

  it('stops before the first of the stop texts, and reports which one', () => {
    expect(respond(said('Hello'), { stop: ['You', 'the built', 'nowhere'] })).toMatchObject({
      text: 'This is ',
      outputTokens: 2,
      stoppedAt: 'the built',
      cutOff: false,
    });
    const limited = respond(said('Hello'), { stop: ['the built'], maxTokens: 1 });
    expect(limited).toMatchObject({ text: 'This ', stoppedAt: undefined, cutOff: true });
    expect(respond(said('Hello'), { stop: ['nowhere'] }).stoppedAt).toBeUndefined();
  });

  it('repeats no more than 200 characters', () => {
    expect(respond(said('🙂'.repeat(1_000))).text).toMatch(/: (🙂){200}…$/u);
  });

  it.each([164, 3_990])('P09 repeats no part of a secret that begins at character %i', (start) => {
    const text = `${'z '.repeat(start / 2)}${'abcdefghijklmnopqrstu'.repeat(2)}v`;
    expect(respond(said(text)).text).not.toContain('abcdefgh');
  });

  it('P09 repeats no part of a secret behind many others', () => {
    const secret = 'abcdefghijklmnopqrstu'.repeat(2);
    expect(respond(said(`${secret}v `.repeat(200))).text).not.toContain('abcdefgh');
  });
});

import { expect, it } from 'vitest';
import { holdsToken, tokenPattern } from './token-pattern.js';

const body = 'a'.repeat(65);

it('is the pattern that scanners are given', () => {
  expect(tokenPattern(['user', 'team']).source).toBe('\\b(?:user|team)\\.[0-9A-Za-z]{65}\\b');
});

it('finds every token in a text', () => {
  const text = `curl -H "x-api-key: user.${body}"\nTOKEN=team.${body};`;
  expect(text.match(tokenPattern(['user', 'team']))).toEqual([`user.${body}`, `team.${body}`]);
});

it.each([
  ['one character too few', `user.${body.slice(1)}`],
  ['one character too many', `user.${body}a`],
  ['another kind', `robot.${body}`],
  ['a longer word before the dot', `superuser.${body}`],
  ['a hyphen within', `user.${body.slice(1)}-`],
])('leaves alone %s', (_what, text) => {
  expect(text.match(tokenPattern(['user', 'team']))).toBeNull();
});

it('keeps no place between two texts', () => {
  expect(tokenPattern(['user'])).not.toBe(tokenPattern(['user']));
});

it('says of a text whether something of that form stands in it, of any kind', () => {
  for (const text of [`user.${body}`, `my robot.${body} here`, `x.${body}a`])
    expect(holdsToken(text)).toBe(true);
  for (const text of ['', `user.${body.slice(1)}`, body, `user. ${body}`])
    expect(holdsToken(text)).toBe(false);
});

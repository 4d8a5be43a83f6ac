import { expect, it } from 'vitest';
import { credentialInUrl } from './extract-credential.js';

const holdsToken = credentialInUrl(['user', 'team']);
const token = `user.${'0aZ'.repeat(21)}99`;

it.each([
  `/?key=${token}`,
  `/agents?limit=5&api_key=${token}&x=1`,
  `?${token}`,
  token,
  `http://localhost/a?b=${token.replace('user', 'team')}`,
  `/?key=${token.replace('.', '%2E')}`,
  `/?key=${token.replace('.', '%2e')}`,
  `/?q=Bearer%20${token}`,
  `/?q=%${token}&r=%ZZ%`,
  `/?a=?${token}`,
  `/?a=${token}_1`,
  `/?a=_${token}`,
  `/keys/${token}/agents`,
])('H05 finds a token in %s', (url) => expect(holdsToken(url)).toBe(true));

it.each([
  '',
  '/',
  `/?key=${token.slice(0, -1)}`,
  `/?key=${token}0`,
  `/?key=bot.${token.slice(5)}`,
  `/?key=superuser.${token.slice(5)}`,
  '/?user.name=ada',
  '/?%',
])('H05 finds no token in %s', (url) => expect(holdsToken(url)).toBe(false));

const own = credentialInUrl(['user', 'acme_user', 'team_v2']);
const body = token.slice(5);

it.each([
  `/?key=acme_user.${body}`,
  `/?key=team_v2.${body}&x=1`,
  `/acme_user.${body}`,
  `/?a=_acme_user.${body}`,
  `/?a=my_acme_user.${body}_1`,
  `/?a=acme%5Fuser%2E${body}`,
  `/?key=user.${body}`,
])('H05 finds a token whose prefix has underscores in %s', (url) => expect(own(url)).toBe(true));

it.each([
  `/?key=acme_team.${body}`,
  `/?key=xteam_v2.${body}`,
  `/?key=team.${body}`,
  `/?key=team_v.${body}`,
  `/?key=team_v2${body}`,
  `/?acme_user.name=${body}`,
])('H05 finds no token with one of these prefixes in %s', (url) => expect(own(url)).toBe(false));

it('H05 finds a token in each of several URLs', () => {
  for (let round = 0; round < 3; round += 1) expect(holdsToken(`/?key=${token}`)).toBe(true);
});

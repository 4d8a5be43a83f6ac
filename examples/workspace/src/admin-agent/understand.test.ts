import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { enAgent } from '../texts/areas/agent.js';
import { understand } from './understand.js';

const key = { intent: 'create', name: 'CI Pipeline', owner: null, scopes: null, expiresInDays: null };
const platform = { kind: 'team', name: 'platform' } as const;
const deployments = { kind: 'service', name: 'Deployments' } as const;
const keyId = 'Ab12Cd34Ef56Gh78';

const wanted = (text: string) => understand(text).wanted;

function questionFor(text: string): string {
  const found = wanted(text);
  if (found.intent !== 'unclear') return `no question, but ${found.intent}`;
  return enAgent.questions[found.question];
}

describe('understand, for a request to create a key', () => {
  it.each([
    'Create an API key for me called "CI Pipeline"',
    'create an api key for me called "CI Pipeline".',
    '  CREATE\tAN\n API   KEY FOR ME\nCALLED "CI Pipeline" !! ',
    'Please make a key named "CI Pipeline"',
    'Can you add a token for my account with the name "CI Pipeline"?',
    'Could you please create me a new API key called CI Pipeline, please',
    'new key called CI Pipeline',
    'Issue a key for myself named CI Pipeline, thanks!',
    'generate an API token called: "CI Pipeline"',
    'I need an API key called "CI Pipeline"',
    'I need to create a key, called "CI Pipeline"',
    'I’d like a new key called “CI Pipeline”, please.',
    'An API key called "CI Pipeline"',
    'Create for me an API key that is called "CI Pipeline"',
    'create key "CI Pipeline"',
    'Create an API key called CI Pipeline for me',
  ])('reads %j', (text) => {
    expect(wanted(text)).toEqual(key);
  });

  it.each([
    'Create a key called "CI Pipeline" that never expires',
    'Create a key called CI Pipeline, not expiring',
  ])('reads that the key never expires in %j', (text) => {
    expect(wanted(text)).toEqual({ ...key, expiresInDays: 'never' });
  });

  it.each(['"…"', "'…'", '“…”', '‘…’', '„…“', '„…”', '«…»', '»…«', '`…`', '‹…›', '›…‹', '”…”', '‚…‘'])(
    'takes what is quoted with %s literally',
    (quotes) => {
      const name = ' expires in 3 days for the team x and delete  all, with scopes a:b? ';
      const text = `Create a key for me called ${quotes.replace('…', name)} for a week`;
      expect(wanted(text)).toEqual({ ...key, name, expiresInDays: 7 });
    },
  );

  it.each([
    ['called "Ada\'s laptop"', "Ada's laptop"],
    ["called 'Ada's laptop'", "Ada's laptop"],
    ['called ‘Ada’s laptop’', 'Ada’s laptop'],
    ["called Ada's laptop", "Ada's laptop"],
    ['called Search and Rescue', 'Search and Rescue'],
    ['called v1.2 (beta), expiring in 30 days', 'v1.2 (beta)'],
    ['called Nightly build and valid for 30 days', 'Nightly build'],
    ['called CI key that expires in 30 days', 'CI key'],
    ['called “"0"” for 30 days', '"0"'],
    ['called Größe 北京 🔑', 'Größe 北京 🔑'],
  ])('reads the name in %j', (clause, name) => {
    expect(wanted(`Create a key ${clause}`)).toMatchObject({ intent: 'create', name });
  });

  it.each([
    'for the team platform',
    'for team platform',
    'for the platform team',
    'for my team platform',
    'for platform team',
    'for team “platform”',
    "for the 'platform' team",
    'for the team called "platform"',
    'of the team platform',
  ])('reads the team in "%s", wherever it is', (whose) => {
    expect(wanted(`Create a key ${whose} called CI Pipeline`)).toEqual({ ...key, owner: platform });
    expect(wanted(`Create a key called "CI Pipeline" ${whose}.`)).toEqual({ ...key, owner: platform });
    expect(wanted(`Create a key called CI Pipeline ${whose}`)).toEqual({ ...key, owner: platform });
  });

  it.each([
    'for the service account Deployments',
    'for service account "Deployments"',
    'for the Deployments service account',
    'for the service account called “Deployments”',
    'of our service account Deployments',
  ])('reads the service account in "%s", wherever it is', (whose) => {
    const expected = { ...key, owner: deployments };
    expect(wanted(`Create a key ${whose} called CI Pipeline`)).toEqual(expected);
    expect(wanted(`Create an API key called "CI Pipeline" ${whose}.`)).toEqual(expected);
    expect(wanted(`Create an API key called CI Pipeline ${whose}`)).toEqual(expected);
  });

  it.each([
    ['expiring in 30 days', 30],
    ['that expires in 2 weeks', 14],
    ['valid for 3 months', 90],
    ['which is valid for three months', 90],
    ['for a year', 365],
    ['expiring in a year', 365],
    ['for the next year', 365],
    ['and it expires tomorrow', 1],
    ['for 10 days', 10],
    ['lasting a week', 7],
    ['expires in 1 day', 1],
    ['expiring in 3650 days', 3_650],
    ['that expires 30 days from now', 30],
    ['and make it expire in 30 days', 30],
  ])('reads %j as %i days', (clause, expiresInDays) => {
    expect(wanted(`Create a key called CI Pipeline ${clause}`)).toEqual({ ...key, expiresInDays });
    expect(wanted(`Create a key ${clause}, called "CI Pipeline"`)).toEqual({ ...key, expiresInDays });
  });

  it.each([
    'expiring in 0 days',
    'expiring in -5 days',
    'for zero days',
    'for -1 days',
    'expiring in 3651 days',
    'valid for 11 years',
    'expiring in 99999999999999999999 days',
    'expiring in 1.5 months',
    'for 5 lightyears',
    'for an hour',
    'expiring in weeks',
    'valid for days',
    'expiring today',
    'that expires soon',
    'expiring',
    'expires on 2027-01-01',
    'until Friday',
  ])('asks how long if it gets %j', (clause) => {
    expect(questionFor(`Create a key called CI Pipeline ${clause}`)).toMatch(/^How long\?/);
    expect(questionFor(`Create a key called "CI Pipeline" for me, ${clause}.`)).not.toMatch(/^no question/);
  });

  it.each([
    ['with scopes agents:read and models:use', ['agents:read', 'models:use']],
    ['with the scope agents:read', ['agents:read']],
    ['scopes: agents:read, models:use', ['agents:read', 'models:use']],
    ['scopes agents:read,models:use', ['agents:read', 'models:use']],
    ['limited to agents:read', ['agents:read']],
    ['limited to "agents:read"', ['agents:read']],
    ['that can only agents:read', ['agents:read']],
    ['and give it the scopes a:b, c:d, and E:[f]', ['a:b', 'c:d', 'E:[f]']],
    ['with no scopes', []],
    ['without any scopes', []],
  ])('reads the scopes of %j', (clause, scopes) => {
    expect(wanted(`Create a key called CI Pipeline ${clause}`)).toEqual({ ...key, scopes });
    expect(wanted(`Create a key ${clause} for me. Called "CI Pipeline"`)).toEqual({ ...key, scopes });
  });

  it.each(['with all scopes', 'with scopes admin', 'scopes:', 'with full access', 'limited to "a b:c"'])(
    'asks which scopes if it gets %j',
    (clause) => {
      expect(questionFor(`Create a key called CI Pipeline ${clause}`)).toMatch(/^Which scopes\?/);
    },
  );

  it('reads all details together, in any order', () => {
    const whole = { ...key, owner: platform, scopes: ['a:b', 'c:d'], expiresInDays: 30 };
    const first = 'for the platform team called CI Pipeline expiring in 30 days with scopes a:b and c:d';
    const second = 'with scopes a:b and c:d, expiring in 30 days, for team platform, called "CI Pipeline"';
    expect(wanted(`Create an API key ${first}`)).toEqual(whole);
    expect(wanted(`Please create a token ${second}.`)).toEqual(whole);
  });

  it.each([
    'for grace',
    'for user grace',
    'for grace@example.com',
    'for "grace"',
    'for him',
    'for me and for grace',
  ])('creates no key %s', (whom) => {
    const question = /^I create keys for you, for one of your teams or for a service account only/;
    expect(questionFor(`Create a key ${whom} called "CI Pipeline"`)).toMatch(question);
    expect(questionFor(`Create a key called CI Pipeline ${whom}`)).toMatch(question);
  });

  it.each([
    'Create a key',
    'I need an API key for me',
    'Create a key called ""',
    'Create a key called for a week',
  ])('asks for the name if it gets %j', (text) => {
    expect(questionFor(text)).toMatch(/^What should the key be called\? For example: .+"CI Pipeline"$/);
  });

  it.each(['for the team', 'for a team', 'for team ""'])('asks which team if it gets "%s"', (team) => {
    expect(questionFor(`Create a key called "CI Pipeline" ${team}`)).toMatch(/^Which team\?/);
  });

  it.each(['for the service account', 'for a service account', 'for the service account ""'])(
    'asks which service account if it gets "%s"',
    (whose) => {
      expect(questionFor(`Create a key called "CI Pipeline" ${whose}`)).toMatch(/^Which service account\?/);
    },
  );

  it.each([
    'called "A" and called "B"',
    'called A for me and for the team platform',
    'called A for the team platform and for the service account Deployments',
    'called A for a week, expiring in 2 days',
    'called "A" with scopes a:b with scopes c:d',
  ])('does not choose between two answers: %s', (clauses) => {
    expect(questionFor(`Create a key ${clauses}`)).toMatch(/^I read two answers/);
  });
});

describe('understand, for a request about existing keys', () => {
  it.each<[string, object | null, number | null]>([
    ['list my keys', null, null],
    ['List all my API keys, please.', null, null],
    ['my keys', null, null],
    ['Show me the keys of the team platform', platform, null],
    ["show the platform team's keys", platform, null],
    ['list the keys of the service account "Deployments"', deployments, null],
    ["show the Deployments service account's keys", deployments, null],
    ['what keys does the team platform have?', platform, null],
    ['which keys do I have', null, null],
    ['What API keys are there?', null, null],
    ['which keys has nobody used for 90 days', null, 90],
    ['Which of my keys have not been used for 2 weeks?', null, 14],
    ['keys unused for 3 months', null, 90],
    ["show me the keys that I haven't used in the last 30 days", null, 30],
    ['list keys of team platform that are unused for more than a year', platform, 365],
  ])('reads %j as a request to list keys', (text, owner, unusedForDays) => {
    expect(wanted(text)).toEqual({ intent: 'list', owner, unusedForDays, expires: null });
  });

  it.each([
    'keys unused for 0 days',
    'keys unused for months',
    'which keys has nobody used for ages',
    'which keys expire on Friday',
  ])('asks how long if it gets %j', (text) => {
    expect(questionFor(text)).toMatch(/^How long\?/);
  });

  it('does not ask how long if no answer would do', () => {
    expect(questionFor('delete the key "A" expiring soon')).toMatch(/^I didn’t understand/);
  });

  it.each<[string, object | null]>([
    ['delete my key called "X y"', null],
    ['Revoke the key "X y"!', null],
    ['revoke "X y" of the team platform', platform],
    ['revoke "X y" of the service account Deployments', deployments],
    ["remove the platform team's key “X y”", platform],
    ['please kill X y', null],
    ['delete the "X y" key', null],
    ['delete the X y key', null],
    ['delete the key that is called X y for the platform team', platform],
    ['can you delete key X y from team platform?', platform],
  ])('reads %j as a request to revoke a key', (text, owner) => {
    expect(wanted(text)).toEqual({ intent: 'revoke', name: 'X y', owner });
  });

  it('reads "key" at the end of a name as a part of it, unless an article makes it a noun', () => {
    expect(wanted('delete CI key')).toMatchObject({ name: 'CI key' });
    expect(wanted('delete my CI key')).toMatchObject({ name: 'CI' });
  });

  it.each(['rotate the key "X y"', 'Renew my API key called X y.', 'replace the key "X y" with a new one'])(
    'reads %j as a request to rotate a key',
    (text) => {
      expect(wanted(text)).toEqual({ intent: 'rotate', name: 'X y', owner: null, graceHours: null });
    },
  );

  it.each([
    'delete my key',
    'delete it',
    'rotate everything',
    'revoke all of them',
    'delete ""',
    'delete my old keys',
  ])('asks which key if it gets %j', (text) => {
    expect(questionFor(text)).not.toMatch(/^no question/);
  });

  it.each([
    `why does the key ${keyId} get 401`,
    `Why does ${keyId} get 401 since yesterday?`,
    `explain key ID ${keyId}`,
    `Can you explain the key "${keyId}"?`,
    `what's wrong with key ${keyId}?`,
  ])('reads %j as a request for an explanation', (text) => {
    expect(wanted(text)).toEqual({ intent: 'explain', keyId });
  });

  it('reads 16 plain letters as a key ID only after "key" or "ID"', () => {
    expect(wanted('explain key abcdefghijklmnop')).toEqual({
      intent: 'explain',
      keyId: 'abcdefghijklmnop',
    });
    expect(questionFor('why does authentification fail')).toMatch(/^Which key\?/);
  });

  it.each(['why 401?', `explain ${keyId} or ${keyId}x`, `why pk_${keyId}_secret`])(
    'distinguishes a key ID from other words: %j',
    (text) => {
      const found = wanted(text);
      if (found.intent === 'explain') expect(found).toEqual({ intent: 'explain', keyId });
      else expect(questionFor(text)).toMatch(/^Which key\?/);
    },
  );
});

describe('understand, for an unclear request', () => {
  it.each([
    'Create a key called "A" and delete the key called "B"',
    'create a key called A and then please delete B',
    'delete "A", revoke "B"',
    'Create a key called A. Can you also list my keys?',
    'create a key called A\n\ndelete B',
    'list my keys and rotate all of them',
    `explain key ${keyId}; delete it`,
    'rotate and revoke "A"',
  ])('refuses to do two things: %j', (text) => {
    expect(questionFor(text)).toMatch(/^One thing at a time/);
  });

  it.each([
    '',
    ' \n ',
    '"',
    'please',
    'What is the weather?',
    'create a team called "platform"',
    'create two keys called "A"',
    'Do not delete the key "A"',
    "don't create a key called A",
    'delete the key "A" expiring in 30 days',
    'delete "A" and "B"',
    'create a key called "A" not for me',
    'create a key called "CI Pipeline',
    'create a key called "A" expiring in 30 days and 2 hours',
    'list the keys of grace',
    'create a key called A, not expiring in 30 days',
    'list',
    'list the key "A"',
    'constructor __proto__ toString',
  ])('asks rather than guesses if it gets %j', (text) => {
    expect(questionFor(text)).not.toMatch(/^no question/);
  });

  it('says so, with examples', () => {
    expect(questionFor('Sing me a song')).toMatch(
      /^I didn’t understand that.+\n- Create an API key for me called/s,
    );
  });
});

describe('understand, for any text', () => {
  const marks = [`""`, `''`, '“”', '‘’', '„“', '«»', '»«', '``', '‹›'].map((pair) => [...pair]);

  it('returns a quoted name unchanged', () => {
    const unit = fc.oneof(
      fc.string({ minLength: 1, maxLength: 1, unit: 'binary' }),
      fc.constantFrom(' ', '\n', '"', "'", '“', '«'),
    );
    fc.assert(
      fc.property(
        fc.constantFrom(...marks),
        fc.array(unit, { minLength: 1, maxLength: 100 }),
        (pair, units) => {
          const name = units.filter((each) => !pair.includes(each)).join('');
          fc.pre(name !== '');
          const spoken = `Create an API key called ${pair.join(name)} for the team platform`;
          expect(wanted(spoken)).toEqual({ ...key, name, owner: platform });
          expect(wanted(`delete ${pair.join(name)}.`)).toEqual({ intent: 'revoke', name, owner: null });
        },
      ),
      { seed: 1, numRuns: 1_000 },
    );
  });

  it('never throws, and never repeats what was typed', () => {
    const words =
      'create a key called for the team me delete list why expires in 3 days scopes a:b " \' „ , . and zyzzyva';
    const sentence = fc.array(fc.oneof(fc.constantFrom(...words.split(' ')), fc.string()), { maxLength: 20 });
    fc.assert(
      fc.property(sentence, (parts) => {
        expect(questionFor(parts.join(' '))).not.toContain('zyzzyva');
      }),
      { seed: 1, numRuns: 2_000 },
    );
  });

  const hostile =
    'a| |\n|"|\'|„|“”|.|. |, |! \n|- |:|a:|a: |::|and |and then |please |please, |\nplease|for |for the |team |' +
    'for the team|for the service account |service account |key |that is |expires in |for 1 |9|9 |with |with a |scopes |scopes: a:b |have not |unused |"a"|' +
    '" "|Ab12Cd34Ef56Gh78 |e\u0301| please thanks|\u{1f511}|und |mein |für |für das |für das Team |der in |in 30 Tagen |' +
    'seit 90 |nicht mehr |laufen |laufen nie |löschen |löschen, |wird |abgelehnt |seit |wie |u\u0308|expiring |my team |since ';

  it.each(hostile.split('|'))('reads 2,000 characters of %j in under 50 ms', (piece) => {
    const starts = [
      '',
      'create a key called ',
      'delete ',
      'list keys ',
      'explain ',
      'my key ',
      'erstelle einen Schlüssel namens ',
      'welche Schlüssel ',
      'warum wird ',
      'mein Schlüssel ',
      'create a key with scopes ',
      "create a key called 'x",
    ];
    for (const start of starts) {
      const text = (start + piece.repeat(2_000)).slice(0, 2_000);
      // CPU time, and the best of three runs: other work on the machine or in this process does not count.
      const took = [1, 2, 3].map(() => {
        const before = process.cpuUsage();
        understand(text);
        return process.cpuUsage(before).user / 1_000;
      });
      expect(Math.min(...took)).toBeLessThan(50);
    }
  });
});

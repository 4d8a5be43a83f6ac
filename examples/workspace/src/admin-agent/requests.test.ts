import { describe, expect, it } from 'vitest';
import { understand } from './understand.js';

const key = { intent: 'create', name: 'CI Pipeline', owner: null, scopes: null, expiresInDays: null };
const listed = { intent: 'list', owner: null, unusedForDays: null, expires: null };
const platform = { kind: 'team', name: 'Platform' } as const;
const deployments = { kind: 'service', name: 'Deployments' } as const;
const keyId = 'Ab12Cd34Ef56Gh78';

const wanted = (text: string) => understand(text).wanted;

type Table = readonly (readonly [text: string, expected: object])[];

/** What is understood of each sentence, in its language. */
function reads(language: 'en' | 'de', whole: object, table: Table): void {
  it.each(table)('reads %j', (text, expected) => {
    expect(understand(text)).toEqual({ wanted: { ...whole, ...expected }, language });
  });
}

describe('a request to create a key', () => {
  reads('en', key, [
    ['Create a key for my team called "CI Pipeline"', { owner: 'myTeam' }],
    ['Create a key called CI Pipeline for our team', { owner: 'myTeam' }],
    ['Create a read-only key called CI Pipeline', { scopes: 'readOnly' }],
    ['Create a key called CI Pipeline that can only read', { scopes: 'readOnly' }],
    ['Create a key called “CI Pipeline” with read access', { scopes: 'readOnly' }],
    [
      'Create a read only API key called "CI Pipeline" for the team Platform that expires in 30 days',
      { owner: platform, scopes: 'readOnly', expiresInDays: 30 },
    ],
    ['Create a key called "CI Pipeline" for 48 hours', { expiresInDays: 2 }],
    ['Create a key called "Delete the key A"', { name: 'Delete the key A' }],
    ['create a key called delete everything', { name: 'delete everything' }],
  ]);

  reads('de', key, [
    ['Erstellen Sie mir einen API-Schlüssel namens „CI Pipeline“', {}],
    ["erstelle einen api-schluessel mit dem namen 'CI Pipeline'", {}],
    ['ERSTELLE EINEN SCHLÜSSEL NAMENS „CI Pipeline“!!', {}],
    ['Kannst du mir einen Schlu\u0308ssel namens “CI Pipeline” erstellen?', {}],
    ['Könnten Sie bitte einen Schlussel namens "CI Pipeline" anlegen?', {}],
    ['Ich brauche einen API-Key namens CI Pipeline', {}],
    ['Ich hätte gern einen Token namens »CI Pipeline«', {}],
    ['Leg bitte einen Schlüssel namens CI Pipeline an, danke', {}],
    ['Neuer Schlüssel namens CI Pipeline', {}],
    ['Generiere einen Schlüssel, der „CI Pipeline“ heißt', {}],
    ['Erstelle einen Schlüssel, der „CI Pipeline” heissen soll', {}],
    ['Hallo, kann ich einen Schlüssel namens ‚CI Pipeline‘ bekommen?', {}],
    ['Erstelle für das Team Platform einen Schlüssel namens CI Pipeline', { owner: platform }],
    ['Erstelle einen Schlüssel namens CI Pipeline für das Platform-Team', { owner: platform }],
    ['Erstelle einen Schlüssel namens CI Pipeline fuer das Team „Platform“', { owner: platform }],
    ['Erstelle einen Schlüssel für mein Team namens CI Pipeline', { owner: 'myTeam' }],
    ['Erstelle einen Schlüssel namens CI Pipeline für das Dienstkonto Deployments', { owner: deployments }],
    ['Erstelle einen Schlüssel namens CI Pipeline, der in 30 Tagen abläuft', { expiresInDays: 30 }],
    ['Erstelle einen Schlüssel namens CI Pipeline, der nach zwei Wochen ablaeuft', { expiresInDays: 14 }],
    ['Erstelle einen Schlüssel namens CI Pipeline, 30 Tage gültig', { expiresInDays: 30 }],
    ['Erstelle einen Schlüssel namens CI Pipeline für ein Jahr', { expiresInDays: 365 }],
    ['Erstelle einen Schlüssel namens CI Pipeline mit einer Laufzeit von 3 Monaten', { expiresInDays: 90 }],
    ['Erstelle einen Schlüssel namens CI Pipeline, der nie abläuft', { expiresInDays: 'never' }],
    ['Erstelle einen unbefristeten Schlüssel namens CI Pipeline', { expiresInDays: 'never' }],
    ['Erstelle einen Schlüssel namens CI Pipeline, der nur lesen darf', { scopes: 'readOnly' }],
    ['Erstelle einen Nur-Lese-Schlüssel namens CI Pipeline', { scopes: 'readOnly' }],
    [
      'Erstelle einen Schlüssel namens CI Pipeline mit den Rechten agents:read und models:use',
      { scopes: ['agents:read', 'models:use'] },
    ],
    ['Erstelle einen Schlüssel namens CI Pipeline ohne Rechte', { scopes: [] }],
    [
      'Kannst du mir einen Schlüssel namens CI Pipeline erstellen, der in 30 Tagen abläuft und nur lesen darf?',
      { expiresInDays: 30, scopes: 'readOnly' },
    ],
    ['Erstelle einen Schlüssel namens „Lösche alles“', { name: 'Lösche alles' }],
    ['Erstelle einen Schlüssel namens Alles löschen', { name: 'Alles löschen' }],
  ]);
});

describe('a request to list keys', () => {
  reads('en', listed, [
    ['Which keys are unused?', { unusedForDays: 90 }],
    ['Which keys are no longer used?', { unusedForDays: 90 }],
    ['Which keys does nobody use anymore?', { unusedForDays: 90 }],
    ['Show me the unused keys', { unusedForDays: 90 }],
    ["Which of our team's keys are idle?", { owner: 'myTeam', unusedForDays: 90 }],
    ['Which keys in the organisation are unused for 30 days?', { owner: 'everyone', unusedForDays: 30 }],
    ['What expires this month?', { expires: 'month' }],
    ['which keys will expire within 30 days', { expires: 30 }],
    ['Which of my keys expire in the next 2 weeks?', { expires: 14 }],
    ['List my expiring keys', { expires: 'soon' }],
    ['Which keys are about to expire?', { expires: 'soon' }],
    ['Which keys never expire?', { expires: 'never' }],
    ['Which keys don’t expire?', { expires: 'never' }],
    ['Which keys in the organisation never expire?', { owner: 'everyone', expires: 'never' }],
    ['Which unused keys never expire?', { unusedForDays: 90, expires: 'never' }],
  ]);

  reads('de', listed, [
    ['Welche Schlüssel habe ich?', {}],
    ['Liste meine Schluessel auf', {}],
    ['Zeigen Sie mir bitte meine API-Schlüssel an', {}],
    ['Kannst du mir meine Schlüssel zeigen?', {}],
    ['meine Schlüssel', {}],
    ['Welche Schlüssel hat das Team Platform?', { owner: platform }],
    ['Zeig die Schlüssel des Teams „Platform“', { owner: platform }],
    ['Liste die Schlüssel meines Teams auf', { owner: 'myTeam' }],
    ['Zeig mir die Schlüssel des Dienstkontos Deployments', { owner: deployments }],
    ['Welche Schlüssel werden nicht mehr benutzt?', { unusedForDays: 90 }],
    ['Welche Schlüssel sind seit 90 Tagen unbenutzt?', { unusedForDays: 90 }],
    ['welche schlüssel hat seit 2 wochen niemand benutzt', { unusedForDays: 14 }],
    ['Welche Schlüssel habe ich in den letzten 30 Tagen nicht verwendet?', { unusedForDays: 30 }],
    ['Welche Schlüssel benutzt niemand mehr?', { unusedForDays: 90 }],
    ['Zeig mir unbenutzte Schlüssel', { unusedForDays: 90 }],
    [
      'Welche Schlüssel in der Organisation sind seit einem Jahr unbenutzt?',
      { owner: 'everyone', unusedForDays: 365 },
    ],
    ['Was läuft diesen Monat ab?', { expires: 'month' }],
    ['Welche Schlüssel laufen in den nächsten 30 Tagen ab?', { expires: 30 }],
    ['Welche Schluessel laufen bald ab?', { expires: 'soon' }],
    ['Welche Schlüssel laufen nie ab?', { expires: 'never' }],
    ['Welche Schlüssel haben kein Ablaufdatum?', { expires: 'never' }],
    ['Welche Schlüssel in der Organisation laufen nie ab?', { owner: 'everyone', expires: 'never' }],
  ]);
});

describe('a request to delete, rotate or disable a key', () => {
  const named = { name: 'X y', owner: null };
  reads('de', { intent: 'revoke', ...named }, [
    ['Lösche den Schlüssel „X y“', {}],
    ['Löschen Sie bitte meinen Schlüssel namens X y!', {}],
    ['loesche den schluessel "X y"', {}],
    ['Kannst du den Schlüssel X y löschen?', {}],
    ['Bitte den Schlüssel ›X y‹ löschen', {}],
    ['Entferne den X y-Schlüssel', {}],
    ['Wie lösche ich den Schlüssel „X y“?', {}],
    ['Ich möchte den Schlüssel „X y“ des Teams Platform löschen', { owner: platform }],
    ['Lösche den Schlüssel „Erstelle einen Schlüssel“', { name: 'Erstelle einen Schlüssel' }],
  ]);

  reads('en', { intent: 'rotate', ...named, graceHours: 24 }, [
    ['Rotate my key "X y" without an outage', {}],
    ['How do I rotate the key "X y" without downtime?', {}],
    ['Rotate “X y” with a grace period', {}],
    ['Rotate "X y" with a 24-hour grace period', {}],
    ['Renew "X y" with a grace period of 2 days', { graceHours: 48 }],
    ['Rotate "X y" and keep the old one for a week', { graceHours: 168 }],
    ['Rotate "X y" of the team Platform without an outage', { owner: platform }],
    ['Replace the key "X y"', { graceHours: null }],
  ]);

  reads('de', { intent: 'rotate', ...named, graceHours: 24 }, [
    ['Ersetzen Sie meinen Schlüssel „X y“ ohne Ausfall', {}],
    ['Rotiere den Schlüssel X y ohne Unterbrechung', {}],
    ['Kannst du meinen Schlüssel „X y“ erneuern, ohne dass etwas ausfällt?', {}],
    ['Den Schlüssel „X y“ ohne Ausfallzeit erneuern', {}],
    ['Rotiere den Schlüssel „X y“ mit einer Übergangsfrist von 2 Tagen', { graceHours: 48 }],
    ['Rotiere den Schlüssel „X y“ mit 12 Stunden Uebergangsfrist', { graceHours: 12 }],
    ['Tausche den Schlüssel „X y“ aus', { graceHours: null }],
    ['Ersetze den Schlüssel „X y“ durch einen neuen', { graceHours: null }],
  ]);

  it.each([
    ['Disable the key "X y"', 'en'],
    ['Can you enable my key X y?', 'en'],
    ['Sperre den Schlüssel „X y“', 'de'],
    ['Können Sie meinen Schlüssel X y entsperren?', 'de'],
  ])('reads %j', (text, language) => {
    expect(understand(text)).toEqual({ wanted: { intent: 'disable' }, language });
  });
});

describe('a question about why a key is refused', () => {
  const named = { intent: 'explain', name: 'X y', owner: null };
  reads('en', named, [
    ['Why is my key "X y" refused?', {}],
    ['Why is my key X y rejected?', {}],
    ['why doesn’t my key “X y” work', {}],
    ['Why do I get 403 with the key "X y"?', {}],
    ['My key X y is not working', {}],
    ['Explain the key "X y"', {}],
    ['What’s wrong with the key "X y" of the team Platform?', { owner: platform }],
  ]);
  reads('de', named, [
    ['Warum wird mein Schlüssel X y abgelehnt?', {}],
    ['Wieso wird mein Schluessel „X y“ abgelehnt', {}],
    ['Warum bekomme ich mit dem Schlüssel „X y“ 403?', {}],
    ['Warum funktioniert mein Schlüssel X y nicht mehr?', {}],
    ['Mein Schlüssel X y wird seit gestern abgelehnt', {}],
    ['Was ist mit dem Schlüssel „X y“ los?', {}],
    ['Können Sie mir erklären, warum mein Schlüssel „X y“ abgelehnt wird?', {}],
    ['Warum wird der Schlüssel „X y“ des Teams Platform abgelehnt?', { owner: platform }],
  ]);
  reads('de', { intent: 'explain', keyId }, [
    [`Warum wird der Schlüssel ${keyId} abgelehnt?`, {}],
    [`Wieso bekommt ${keyId} einen 401-Fehler?`, {}],
    [`Erkläre mir den Schlüssel mit der ID ${keyId}`, {}],
  ]);
});

describe('an unclear request', () => {
  it.each([
    ['Erstelle einen Schlüssel', 'newName'],
    ['Erstelle einen Schlüssel namens A für Grace', 'owner'],
    ['Erstelle einen Schlüssel namens A für grace@example.com', 'owner'],
    ['Erstelle einen Schlüssel namens A für mich und für Grace', 'owner'],
    ['Erstelle einen Schlüssel namens A für das Team', 'team'],
    ['Erstelle einen Schlüssel namens A, der bald abläuft', 'duration'],
    ['Erstelle einen Schlüssel namens A für 0 Tage', 'duration'],
    ['Erstelle einen Schlüssel namens A bis Freitag', 'duration'],
    ['Create a key called A that expires this month', 'duration'],
    ['Create a key called A for 30 hours', 'duration'],
    ['Welche Schlüssel sind seit Monaten unbenutzt?', 'duration'],
    ['Erstelle einen Schlüssel namens A mit allen Rechten', 'scopes'],
    ['Rotiere den Schlüssel „A“ mit einer Übergangsfrist von 5 Jahren', 'grace'],
    ['Lösche „A', 'quotes'],
    ['Lösche meine Schlüssel', 'name'],
    ['Lösche alles', 'name'],
    ['Wie rotiere ich einen Schlüssel ohne Ausfall?', 'name'],
    ['Warum wird mein Schlüssel abgelehnt?', 'keyId'],
    ['Warum 401?', 'keyId'],
    ['Lösche „A“ und erstelle einen Schlüssel namens B', 'oneThing'],
    ['Den Schlüssel A löschen und B löschen', 'oneThing'],
    ['Liste die Schlüssel von Grace', 'anything'],
    ['Lösche den Schlüssel „A“ von Grace', 'anything'],
    ['Erzähl mir einen Witz', 'anything'],
  ])('%j asks about %s', (text, question) => {
    expect(wanted(text)).toEqual({ intent: 'unclear', question });
  });

  it.each([
    'Lösche den Schlüssel „A“ nicht',
    'Lösche den Schlüssel A nicht',
    'Lösche nicht den Schlüssel A',
    'Bitte nicht den Schlüssel „A“ löschen',
    'Den Schlüssel „A“ bitte nicht löschen',
    'Lösche keinen Schlüssel',
    'Erstelle keinen Schlüssel namens A',
    'Do not delete the key "A"',
    'never delete "A"',
  ])('%j does nothing', (text) => {
    expect(wanted(text)).toMatchObject({ intent: 'unclear' });
  });

  it('is answered in the language of the page if its own can’t be told', () => {
    for (const page of ['en', 'de'] as const)
      for (const text of ['MCP', 'CI Pipeline?', '???', '"die das der"'])
        expect(understand(text, page).language).toBe(page);
    expect(understand('Was ist das?', 'en').language).toBe('de');
    expect(understand('What is this?', 'de').language).toBe('en');
    expect(understand('secrets in production?', 'en').language).toBe('en');
    expect(understand('Schlüssel in der CI', 'en').language).toBe('de');
    expect(understand('delete "Größe für alle"', 'de').language).toBe('en');
  });
});

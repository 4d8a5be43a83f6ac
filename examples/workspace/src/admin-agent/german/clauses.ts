import {
  readDaysOf,
  readGrace,
  readName,
  readScopes,
  readUnused,
  usualGraceHours,
} from '../clause-readers.js';
import {
  askingClause,
  type CalendarPeriod,
  type Clause,
  type Clauses,
  clause,
  type Expiry,
  fixedClause,
  type NamedOwner,
  ownerClause,
  type Reading,
  word,
} from '../clauses.js';
import { readDays } from '../read-duration.js';
import { anchored, ends } from '../text-patterns.js';

const key = '(?:(?:api|zugangs|zugriffs)[ -]?)?(?:schlüssels?|keys?|tokens?)';
const of = '(?:für|von|vom|des|der|aus|im|in|hat|haben)';
const my = '(?:mein|unser|eur)(?:e[mnrs]?|s)?';
const whose = `(?:${of} (?:(?:das|dem|den|des|der|die|${my}) )?|${my} )`;
const used = '(?:benutzt|genutzt|benützt|verwendet|gebraucht|eingesetzt)';
const unusedTail =
  `(?:(?:niemand|keiner|von niemandem|ich)(?: nicht)?(?: mehr)?|nicht(?: mehr)?) ${used}|(?:unbenutzt|` +
  'ungenutzt)';
const since =
  '(?:schon )?(?:seit|in (?:den|der|dem) (?:letzten|vergangenen)|im (?:letzten|vergangenen)|länger als)';
/** An article and an adjective. */
const beforeNoun = '(?:(?:einen?|den|meinen?) )?(?:neuen )?';
const outage = '(?:ausfall(?:zeit)?|unterbrechung|downtime|stillstand|betriebsunterbrechung)';

const unit = '(?:stunden?|tage?n?|wochen?|monate?n?|quartale?n?|jahre?n?)';
const thisPeriod =
  '(?:(?:noch )?(?:in |im laufe |bis ende )?dies(?:e[mnrs]?)?|(?:bis (?:zum )?)?ende de[rs]) (?:woche|' +
  'monats?|quartals?|jahre?s?)';
/** When something expires. What can't be read of it asks for the duration. */
const when =
  `(?:nie(?:mals)?|nicht|bald|demnächst|morgen|heute|irgendwann|${thisPeriod}|am [^ ]+(?: [^ ]+)?|` +
  '(?:(?:schon |noch )?(?:in|nach|binnen|innerhalb(?: von)?|für)(?: de[nmr])?(?: nächsten|' +
  ` kommenden)? )?(?:[-+.\\d]+|[a-zü]{3,6}) ?[a-zäöü]*${unit})`;
const endsThen =
  '(?:abläuft|ablaufen|ausläuft|auslaufen|endet|enden|verfällt|verfallen|ungültig wird|ungültig werden)';

export const germanClauses: Clauses = {
  nouns: [
    fixedClause(
      `(?:alle[rn]? )?(?:von )?(?:(?:meine|unsere|deine)r?|die|aller?) (?:eigenen |persönlichen )?${key}n?|alle ${key}|` +
        `(?:(?:api|access)[ -]?)?(?:keys|tokens|schlüsseln)|${key}(?=,? (?:die|(?:ohne|mit) ablauf|` +
        'ohne befristung)(?: |$|datum))',
      { noun: 'keys' },
    ),
    fixedClause(
      `(?:(?:ein(?:en?)?|noch einen|de[nrm]|das|die|${my}|dies(?:e[nrs]?)?) )?(?:neue[nrs]? |weitere[nrs]? )?${key}`,
      { noun: 'key' },
    ),
  ],

  clauses: [
    clause(
      '(?:namens|genannt|name:|mit (?:dem |de[mr] )?(?:namen?|bezeichnung)|de[rn] name(?: sei| ist)?)(?= |$)',
      readName,
    ),
    clause(`(?:(?:de[nrm]|das|${my}) )?("\\d+")`, (rest, [, name = '']) => ({ details: { name }, rest })),

    fixedClause(
      '(?:ohne|kein) (?:ablauf(?:datum)?|befristung|verfall(?:sdatum)?|zeitliche begrenzung)|' +
        'unbefristet(?:e[nrs]?)?|(?:unbegrenzt|ewig|dauerhaft|für immer) gültig',
      { expires: 'never' },
    ),
    clause(`(?:laufen|läuft|laufe) (${when}) (?:ab|aus)${ends}`, readExpiry),
    fixedClause('(?:laufen|läuft) (?:ab|aus)', { expires: 'soon' }),
    clause(`(${when}) ${endsThen}(?: soll(?:en|te)?| wird| werden)?${ends}`, readExpiry),
    clause(
      '(?:(?:gültig (?:für|bis)|befristet auf|begrenzt auf(?= (?:\\d|ein))|mit (?:eine[rm] )?(?:laufzeit|' +
        'gültigkeit(?:sdauer)?|lebensdauer|frist) von|' +
        '(?:mit )?(?:einem )?ablauf(?:datum)?(?: in| nach|:)?|bis|läuft|laufend)(?![\\wäöü-])|' +
        'für (?:die nächsten |das nächste )?(?=[-+.\\d]|[a-zäöü]+ (?:sekunde|minute|stunde|tag|woche|monat|' +
        'quartal|jahr)))',
      (rest) => withoutTail(readDaysOf('expires')(rest)),
    ),
    clause('mit (?=\\d+ [a-z]+ (?:laufzeit|gültigkeit))', (rest) => withoutTail(readDaysOf('expires')(rest))),
    clause(
      '(?=(?:\\d+|[a-zü]+) (?:tage?|wochen?|monate?|jahre?) (?:lang )?(?:gültig|gelten|gilt)(?:[ ,;.:]|$))',
      (rest) => withoutTail(readDaysOf('expires')(rest)),
    ),

    clause(
      `(?:${since}(?: mehr als| über| mindestens)? |(?:über|mehr als) (?=\\d))(?=[^,;.]* (?:${unusedTail})${ends})`,
      (rest) => {
        const found = readDays(rest);
        const tail = found && anchored(` (?:${unusedTail})${ends}`).exec(found.rest);
        return found && tail
          ? { details: { unusedForDays: found.days }, rest: found.rest.slice(tail[0].length) }
          : { question: 'duration', about: 'unusedForDays' };
      },
    ),
    clause(
      `(?:${unusedTail}|(?:unbenutzt|ungenutzt|brachliegend)e[nrs]?|(?:${used}|benutze|nutze|verwende|` +
        'brauche) (?:niemand|keiner|ich nicht)(?: mehr)?|' +
        'ich nicht (?:mehr )?(?:benutze|nutze|verwende|brauche))( seit| in)?( mehr als| über| mindestens|' +
        ' de[nr] letzten)?(?= |$)',
      readUnused,
    ),

    fixedClause(
      `ohne (?:dass (?:etwas|was|irgendetwas) (?:ausfällt|stehen ?bleibt)|(?:jede |eine |einen )?${outage})|` +
        'unterbrechungsfrei|ausfallfrei|nahtlos|schrittweise',
      { graceHours: usualGraceHours },
    ),
    clause(
      '(?:mit (?:(?=\\d+ [a-z]+ übe)|(?:eine[rm] )?(?:übergangsfrist|übergangszeit|überlappung|schonfrist|' +
        'übergang)(?: von)?(?= |$))|' +
        '(?:der|den) alten?(?: schlüssel)?(?: soll)? noch (?=[^ ]+ [^ ]+ ))',
      readGrace,
    ),

    fixedClause('ohne (?:rechte|berechtigung(?:en)?|scopes?)|mit keinen (?:rechten|scopes)', { scopes: [] }),
    fixedClause(
      '(?:(?:darf|kann|soll|dürfen) )?nur (?:zum )?lesen(?: darf| kann| soll)?|nur mit (?:lesezugriff|leserechten)|' +
        'mit (?:reinem )?(?:lesezugriff|leserechten?|nur[- ]lese[- ]?(?:zugriff|rechten?))|' +
        'nur[- ]lese[- ]?(?:zugriff|rechte)|(?:als )?read[- ]?only',
      { scopes: 'readOnly' },
    ),
    clause(
      '(?:(?:nur )?(?:mit|für) (?:de[nm] |folgenden |dem )?(?:rechte?n?|scopes?|berechtigung(?:en)?|zugriffsrechte?n?)|' +
        '(?:scopes?|rechte?)(?=:| [^ ]*:)|(?:beschränkt|eingeschränkt|begrenzt) auf|(?:darf|kann) nur|' +
        'nur(?= [^ ]+:[^ ]+)|' +
        'mit (?:allen|vollen) (?:rechten|scopes|berechtigungen)|mit (?:vollem )?zugriff):?(?= |$)',
      readScopes,
    ),

    clause(
      `${beforeNoun}(?:schreibgeschützten?|nur[- ]lese|read[- ]?only|nur lesenden)[- ](?=${key})`,
      (rest) => ({
        details: { scopes: 'readOnly' },
        rest,
      }),
    ),
    clause(`${beforeNoun}(?:unbefristeten?|dauerhaften?) (?=${key})`, (rest) => ({
      details: { expires: 'never' },
      rest,
    })),

    fixedClause('für (?:mich(?: selbst)?|mein(?:en)? (?:eigenes )?(?:konto|account))', { owner: null }),
    fixedClause(
      '(?:(?:in|aus|von) )?(?:der|unserer|meiner) (?:ganzen |gesamten )?(?:organisation|firma)|(?:im|' +
        'in unserem|des|unseres) (?:ganzen |gesamten )?(?:unternehmens?|workspaces?)|von (?:allen|jedem)|' +
        'aller (?:leute|personen|mitarbeiter)',
      { owner: 'everyone' },
    ),
    // In "für mein Team namens CI", the key is called CI; in "für das Team namens Platform", the team is.
    clause(
      `(?:${of} )?${my} teams?(?=[,;.:]|$| (?:namens|genannt|der|die|das|mit|ohne|für|und|aber|ein(?:en)?|` +
        'gültig|nur|läuft|laufen|in|nicht|seit|unbenutzt|an|auf|aus|api|"\\d+")(?:[ ,]|$))',
      (rest) => ({ details: { owner: 'myTeam' }, rest }),
    ),
    ...ownerClauses('team', 'team'),
    ...ownerClauses('service', '(?:dienstkonto|servicekonto|service[- ]?account)'),
    askingClause('für(?= |$)', 'owner'),
    fixedClause('(?:durch|gegen|mit) einen neuen(?: schlüssel)?', {}),
    // The end of "lege … an", "liste … auf" and "tausche … aus".
    clause('(?:an|auf|aus)(?=[,;.:]|$)', (rest) => ({ details: {}, rest })),
  ],

  join:
    '(?:(?:und|aber|der|die|das|de[nm]|welche[rs]?|ist|sind|soll(?:en|te)?|muss|müssen|bitte|mal|doch|' +
    'mir|uns|ich|wir|habe?n?|hat|' +
    'gibt es|es gibt|es|werden|wurden?|worden|wird|sein|denn|noch|er|sie|heißen|heißt|heiße|darf|dürfen|' +
    'kann|können|jetzt|besitzt|besitze|gehören)' +
    `${ends}|[ ,;.:–—-])`,
  aroundName: anchored(
    `(?:de[nmr]|das|${my}|dies(?:e[nrs]?)?) (?:alten )?(.*?)[- ](?:(?:api|zugangs)[- ]?)?(?:schlüssel|key|token)$`,
  ),
  vague: anchored(
    '(?:(?:es|ihn|sie|ihm|den|das|die|der|dem|alles?|allen|jede[nrs]?|beide[ns]?|mein(?:en?)?|' +
      'unser(?:en?)?|einige|dies(?:e[nrs]?)?)(?= |$)|' +
      '(?:.* )?(?:nicht|nie(?:mals)?|kein(?:e[nmrs]?)?)(?= |$)|.*(?:schlüsseln?|keys|tokens)$)',
  ),
};

/** "For 30 days" may be followed by the verb. */
function withoutTail(reading: Reading): Reading {
  if ('question' in reading) return reading;
  const tail = anchored(
    ` (?:lang )?(?:gültig|gelten|gilt|läuft|laufen|ab|laufzeit|gültigkeit)(?: ist| sein| soll| sind)?${ends}`,
  );
  return { ...reading, rest: reading.rest.replace(tail, '') };
}

const never = anchored('(?:nie(?:mals)?|nicht)$');
const soon = anchored('(?:bald|demnächst)$');
const preposition = anchored(
  '(?:schon |noch )?(?:in|nach|binnen|innerhalb(?: von)?|für)(?: de[nmr])?(?: nächsten| kommenden)? ',
);
const periods: readonly (readonly [RegExp, CalendarPeriod])[] = [
  [/ woche$/i, 'week'],
  [/ monats?$/i, 'month'],
  [/ quartals?$/i, 'quarter'],
  [/ jahre?s?$/i, 'year'],
];

function readExpiry(rest: string, [, said = '']: RegExpExecArray): Reading {
  const expires = expiryIn(said);
  return expires === undefined ? { question: 'duration', about: 'expires' } : { details: { expires }, rest };
}

function expiryIn(said: string): Expiry | undefined {
  if (never.test(said)) return 'never';
  if (soon.test(said)) return 'soon';
  if (/(?:^| )(?:dies|ende )/i.test(said)) return periods.find(([pattern]) => pattern.test(said))?.[1];
  const found = readDays(said.replace(preposition, ''));
  return found?.rest === '' ? found.days : undefined;
}

/** "Für das Team Platform", "des Teams Platform", "für das Platform-Team", and what has no name. */
function ownerClauses(kind: NamedOwner['kind'], noun: string): readonly Clause[] {
  return [
    ownerClause(`${whose}${noun}s? (?:(?:namens|genannt) )?${word}`, kind),
    ownerClause(
      `${whose}(?!(?:das|dem|de[nrs]|die|${my}) )("\\d+"|[^\\s",;]*[^\\s",;.!?:-])(?:-| )${noun}s?${ends}`,
      kind,
    ),
    askingClause(`(?:${of} )?(?:(?:das|dem|de[nrs]|ein(?:e[nmrs]?)?|${my}) )?${noun}s?${ends}`, kind),
  ];
}

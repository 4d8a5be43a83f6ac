import type { Grammar } from '../grammar.js';
import { germanClauses } from './clauses.js';
import { germanQuestions } from './questions.js';

/** "Erstelle", "erstellen Sie", and "wie erstelle ich". */
const imperatives = (...stems: readonly string[]) =>
  `(?:${stems.join('|')})(?:e|en sie|t|en wir)?|wie (?:${stems.join('|')})e ich`;

const adverbs =
  '(?:immer|ständig|plötzlich|gerade|jetzt|dauernd|denn|auf einmal|überhaupt|eigentlich|seit [^ ]+)';
const refused =
  '(?:abgelehnt|abgewiesen|zurückgewiesen|verweigert|geblockt|blockiert|gelöscht|gesperrt|abgelaufen|' +
  'ungültig|kaputt|weg|tot)';
const status = '(?:einen? |den |mit |die )?(?:fehler |status )?40[13](?:er)?(?:[- ]fehler)?';

export const germanGrammar: Grammar = {
  polite:
    '(?:(?:bitte|hallo|hi|hey|moin|servus|guten (?:tag|morgen|abend)|ok|okay|also|nun|jetzt|mal|doch|' +
    'kurz|gern|gerne|mir|uns|sie mir|sie uns|' +
    '(?:kannst|könntest|würdest|willst) du|(?:kann|könnte|darf|dürfte) (?:ich|man)|(?:können|könnten|' +
    'würden) (?:sie|wir)|' +
    'wie (?:kann|könnte) (?:ich|man)(?= .* (?:löschen|entfernen|erstellen|anlegen|ersetzen|erneuern|' +
    'rotieren|sperren|entsperren)(?:[,;.?!]|$))|' +
    'ich (?:möchte|will|würde|muss|soll)|wir (?:möchten|wollen|müssen)|(?:hilf|' +
    'helfen sie) mir(?: dabei)?|sag(?:en sie|e)? mir)(?=[ ,;.!:]|$)[ ,;.!:]*)',
  connectives: 'und|dann|danach|außerdem|oder|sowie',
  verbs: {
    create:
      `${imperatives('erstell', 'erzeug', 'generier', 'leg', 'mach', 'richt')}|gib|geben sie|(?:ich|` +
      'wir) (?:brauchen?|benötigen?|hätten? gern)',
    disable: `${imperatives('sperr', 'deaktivier', 'blockier', 'pausier', 'entsperr', 'aktivier')}`,
    explain:
      `(?:(?:${imperatives('erklär')}|erklären)(?: mir| uns)?,? )?(?:warum|wieso|weshalb)|erklär(?:e|` +
      'en sie)?|woran liegt es,? dass|was (?:ist|stimmt)(?: nicht)? mit',
    list: imperatives('list', 'zeig', 'nenn'),
    revoke: imperatives('lösch', 'entfern', 'widerruf', 'vernicht'),
    rotate: imperatives('rotier', 'ersetz', 'erneuer', 'tausch', 'wechsl', 'wechsel'),
  },
  beginnings: { create: 'neue[rn]', list: 'welche[rsn]?|was' },
  infinitives: {
    create: 'erstellen|anlegen|erzeugen|generieren|einrichten|ausstellen|haben|bekommen|kriegen',
    disable: 'sperren|deaktivieren|blockieren|pausieren|entsperren|aktivieren|reaktivieren',
    list: 'auflisten|anzeigen|zeigen|nennen|sehen|anschauen|ansehen',
    revoke: 'löschen|entfernen|widerrufen|vernichten',
    rotate: 'rotieren|ersetzen|erneuern|austauschen|auswechseln|wechseln|tauschen',
  },
  afterVerb: '(?:,? (?:mir|uns|bitte|mal|doch|jetzt|sofort|schnell|für))*(?<! für)',
  indefinite: '(?:einen?|noch einen|neuen|neuer) ',
  refusal: {
    before:
      '(?:(?:bekomme|erhalte|kriege) ich(?: (?:mit|für|bei|auf))?|wird|wurde|ist|funktioniert|geht|gilt|' +
      'bekommt|erhält|kriegt|' +
      'liefert|hat)',
    after:
      '(?:(?:funktioniert|geht|gilt|läuft|wird|ist|wurde|bekommt|erhält|liefert|bekomme ich) )?' +
      `(?:${adverbs} )*(?:(?:gar )?nicht(?: mehr)?(?: (?:akzeptiert|angenommen|funktioniert|geht|gültig))?|` +
      `${refused}|${status}|los|falsch)` +
      '(?: (?:wird|wurde|ist|bekommt|bekomme|erhält|worden|liefert))?(?: seit .*)?',
  },
  clauses: germanClauses,
  questions: germanQuestions,
};

import type { Texts } from './texts.js';

/** The texts in German. */
export const de: Texts = {
  language: 'de',
  settings: 'Einstellungen',
  profile: 'Profil',
  teams: 'Teams',
  apiKeys: 'API-Schlüssel',
  keysOfTeam: 'Schlüssel',
  skipToContent: 'Zum Inhalt',
  name: 'Name',
  key: 'Schlüssel',
  state: 'Zustand',
  created: 'Erstellt',
  createdBy: 'Erstellt von',
  lastUsed: 'Zuletzt benutzt',
  expires: 'Läuft ab',
  actions: 'Aktionen',
  never: 'nie',
  states: {
    live: 'gültig',
    rotated: 'abgelöst',
    disabled: 'gesperrt',
    expired: 'abgelaufen',
    revoked: 'gelöscht',
  },
  live: 'Gültige',
  all: 'Alle',
  older: 'Ältere Schlüssel',
  noKeys: 'Hier gibt es keine Schlüssel.',
  addKey: 'Schlüssel hinzufügen',
  nameHint: '1 bis 100 Zeichen, etwa der Name des Programms, das ihn benutzt.',
  more: 'Ablauf und Rechte',
  expiresHint: 'Der letzte Tag, an dem er gilt, in UTC.',
  expiresHintLocal: 'Der letzte Tag, an dem er gilt, in Ihrer Zeitzone.',
  neverExpires: 'Ohne Angabe läuft er nicht ab.',
  expiresAfter: (life) => `Ohne Angabe gilt er ${life}.`,
  scopes: 'Rechte',
  scopesHint: 'Was der Schlüssel darf. Ohne Auswahl: alles, was sein Eigentümer darf.',
  create: 'Erstellen',
  cancel: 'Abbrechen',
  close: 'Schließen',
  issued: (name) => `Der Schlüssel „${name}“ wurde erstellt`,
  replaced: (name) => `Der Schlüssel „${name}“ wurde ersetzt`,
  hasEnded: (key) => `Der alte Schlüssel ${key} gilt nicht mehr.`,
  endsAt: (key, at) => `Der alte Schlüssel ${key} gilt noch bis ${at}.`,
  storeItNow:
    'Speichern Sie ihn jetzt: Er wird nicht noch einmal angezeigt. Behandeln Sie ihn wie ein Passwort.',
  token: 'API-Schlüssel',
  copy: 'Kopieren',
  copied: 'Kopiert',
  copyByHand: 'Bitte von Hand kopieren: Er ist markiert.',
  done: 'Fertig',
  delete: 'Löschen',
  deleteKey: (name) => `${name} löschen`,
  deleteTitle: (name) => `Den Schlüssel „${name}“ löschen?`,
  deleteNeverUsed: 'Er wurde nie benutzt. Programme, die ihn haben, werden sofort abgewiesen.',
  deleteLastUsed: (at) =>
    `Er wurde zuletzt am ${at} benutzt. Programme, die ihn haben, werden sofort abgewiesen.`,
  offer: (name) => `Ein Schlüssel „${name}“ wird angeboten`,
  offeredSuccessor: (name) => `Den Schlüssel „${name}“ ersetzen?`,
  owner: 'Eigentümer',
  team: (name) => `Team ${name}`,
  ownerOfKind: (name, title) => `${name} (${title})`,
  allScopes: 'Alles, was sein Eigentümer darf',
  noScopes: 'Keine: Er darf nichts',
  replaces: 'Ersetzt',
  endsAtOnce: 'Er gilt nicht mehr, sobald Sie den neuen anzeigen lassen.',
  endsAfter: (grace) => `Sobald Sie den neuen anzeigen lassen, gilt der alte nur noch ${grace}.`,
  endsWithExpiry: 'Sobald Sie den neuen anzeigen lassen, gilt der alte nur noch, bis er abläuft.',
  earlierEnds:
    'Hat er selbst einen Schlüssel ersetzt, der noch gilt, so gilt dieser nicht mehr, sobald Sie den neuen anzeigen lassen.',
  newKeyExpires: 'Neuer Schlüssel läuft ab',
  revealHint:
    'Der Schlüssel wird erst erstellt, wenn Sie ihn anzeigen lassen, und nur einmal angezeigt. Nur Sie sehen ihn.',
  reveal: 'Schlüssel anzeigen',
  replaceHint:
    'Was den alten Schlüssel benutzt, braucht den neuen. Er wird nur einmal angezeigt, und nur Ihnen.',
  replaceAndReveal: 'Schlüssel ersetzen und den neuen anzeigen',
  withdraw: 'Zurückziehen',
  offeredUntil: 'Angeboten bis',
  offerStates: {
    claimed:
      'Der Schlüssel wurde angezeigt. Wenn ihn niemand hat, löschen Sie ihn und fordern Sie einen anderen an.',
    withdrawn: 'Das Angebot wurde zurückgezogen. Es wurde kein Schlüssel erstellt.',
    expired: 'Das Angebot ist abgelaufen. Es wurde kein Schlüssel erstellt.',
  },
  offeredTooLong:
    'Der Schlüssel würde länger gelten, als inzwischen erlaubt ist. Fordern Sie einen anderen an.',
  signedOut: 'Sie sind abgemeldet. Nichts wurde geändert.',
  signIn: 'Anmelden',
  notFound: 'Hier ist nichts, oder nichts, was Sie sehen dürfen.',
  methodNotAllowed:
    'Diese Seite lässt sich so nicht öffnen. Gehen Sie zurück und versuchen Sie es noch einmal.',
  crossSite: 'Eine andere Seite darf hier nichts ändern.',
  tooLong: 'Das war zu lang.',
  unreadable: 'Das Formular konnte nicht gelesen werden.',
  faulty:
    'Etwas antwortet gerade nicht. Prüfen Sie, ob die Änderung schon erfolgt ist, bevor Sie es noch einmal versuchen.',
  noAnswer:
    'Es kam keine Antwort. Versuchen Sie es noch einmal: Auch nach mehreren Versuchen gibt es nur einen Schlüssel.',
  errors: {
    ERR_INVALID_NAME:
      'Ein Name hat 1 bis 100 Zeichen und enthält weder Steuerzeichen noch einen API-Schlüssel.',
    ERR_INVALID_EXPIRY: (latestDay) =>
      `Wählen Sie einen Tag, der noch nicht vorbei ist${latestDay === null ? '' : `, spätestens den ${latestDay}`}.`,
    ERR_INVALID_SCOPES: 'Einige dieser Rechte gibt es nicht. Wählen Sie aus der Liste.',
    ERR_SCOPES_NOT_GRANTED: (scopes) =>
      `Diese Rechte haben Sie oder der Eigentümer nicht: ${scopes.join(', ')}. Wählen Sie weniger.`,
    ERR_INVALID_ARGUMENT: 'Das Formular ist ungültig. Öffnen Sie die Seite noch einmal.',
    ERR_INVALID_CURSOR: 'Diese Seite der Liste gibt es nicht. Beginnen Sie bei der ersten.',
    ERR_ALREADY_ISSUED:
      'Dieses Formular hat schon einen Schlüssel erstellt, der benutzt wird. Für einen anderen öffnen Sie es noch einmal.',
    ERR_FORBIDDEN: (reason) => `Das dürfen Sie nicht: ${reason}`,
    ERR_OWNER_INACTIVE: 'Der Eigentümer ist nicht mehr aktiv.',
    ERR_KEY_NOT_FOUND: 'Diesen Schlüssel oder Eigentümer gibt es nicht, oder Sie dürfen ihn nicht sehen.',
    ERR_KEY_NOT_LIVE: 'Dieser Schlüssel gilt nicht mehr oder wurde schon ersetzt. Erstellen Sie einen neuen.',
    ERR_TOO_MANY_KEYS: (limit) =>
      `Mehr Schlüssel sind nicht möglich: Die Grenze liegt bei ${limit}, und gesperrte zählen mit. Löschen Sie einen, der nicht mehr gebraucht wird, und versuchen Sie es noch einmal.`,
    ERR_OFFER_NOT_FOUND:
      'Dieses Angebot gibt es nicht, oder es ist schon lange beendet. Fordern Sie einen anderen Schlüssel an.',
    ERR_OFFER_NOT_OPEN:
      'Dieses Angebot ist beendet: Der Schlüssel wurde schon angezeigt, oder es wurde zurückgezogen oder ist abgelaufen. Fordern Sie einen anderen Schlüssel an.',
  },
};

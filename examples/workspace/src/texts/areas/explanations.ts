/** Why the admin agent did nothing, and why a key is refused. */
export interface ExplanationTexts {
  readonly key: KeyExplanations;
  readonly refused: RefusedTexts;
}

/** Why a key is refused, or isn’t. Instants are already words. */
interface KeyExplanations {
  readonly deleted: (at: string) => string;
  readonly disabled: (at: string) => string;
  readonly expired: (at: string) => string;
  /** It was rotated, and its grace period is over. `successor` is a key ID. */
  readonly replaced: (at: string, successor: string) => string;
  /** It was rotated, and still works until then. */
  readonly inGrace: (until: string) => string;
  readonly live: string;
  readonly leaked: (at: string) => string;
  /** When the old key and its successor were last used. `null`: never. */
  readonly rotation: (old: string | null, successor: string | null) => string;
}

/** Why nothing was done. */
interface RefusedTexts {
  readonly team: string;
  readonly service: string;
  readonly name: string;
  readonly expiry: (latest: string) => string;
  readonly unknownScopes: (known: string) => string;
  readonly scopes: (missing: string) => string;
  readonly keyNotFound: string;
  readonly keyNotLive: string;
  readonly ownerInactive: string;
  readonly tooManyKeys: (limit: number) => string;
  readonly unreadable: string;
  readonly notResponding: string;
}

const enLive =
  'If requests still get 401, they send a different key or only part of it, or its owner is no longer active. A key ' +
  'belongs in “Authorization: Bearer” or in “x-api-key”, without quotes or line breaks. If they get 403, its scopes or ' +
  'the permissions of its owner are too narrow for that route.';

export const enExplanations: ExplanationTexts = {
  key: {
    deleted: (at) => `It was deleted on ${at}, so it is refused permanently. Create another one.`,
    disabled: (at) => `It was disabled on ${at}, so it is refused until someone who may enable it does.`,
    expired: (at) => `It expired on ${at}, so it is refused permanently. Create another one.`,
    replaced: (at, successor) =>
      `It was rotated on ${at}, so it is refused permanently: the key ${successor} has replaced it. Programs that send ` +
      'this key need the new one.',
    inGrace: (until) =>
      `It has been replaced. It still works until its grace period ends on ${until}. ${enLive}`,
    live: `The key itself is live. ${enLive}`,
    leaked: (at) =>
      `It was reported as leaked on ${at}, so someone else may have it: replace it, and find out where it leaked.`,
    rotation: (old, successor) =>
      `The old key was ${old === null ? 'never used' : `last used on ${old}`}; its successor ` +
      `${successor === null ? 'has not been used yet' : `was last used on ${successor}`}.`,
  },
  refused: {
    team: 'There is no such team, or you aren’t a member of it. If several of your teams have that name, use the team’s ID.',
    service: 'There is no such service account, or you may not manage its keys.',
    name: 'A name has 1 to 100 characters, no control characters, and no API key in it.',
    expiry: (latest) => `That is too long: this key can’t work later than ${latest}.`,
    unknownScopes: (known) => `Some of these scopes don’t exist. You can use: ${known}.`,
    scopes: (missing) => `You or the owner don’t have these scopes: ${missing}. Ask for fewer.`,
    keyNotFound: 'There is no such key, or you may not see it.',
    keyNotLive: 'This key no longer works, or was already replaced. Ask me to create a new one instead.',
    ownerInactive: 'The owner is no longer active.',
    tooManyKeys: (limit) =>
      `No more keys can be added: the limit is ${limit}, and disabled keys count. Delete one that is no longer needed.`,
    unreadable: 'I couldn’t do that. Please say it in other words.',
    notResponding:
      'Something is not responding right now. Check whether the change was made before you try again.',
  },
};

const deLive =
  'Wenn Anfragen trotzdem 401 erhalten, senden sie einen anderen Schlüssel oder nur einen Teil davon, oder sein Eigentümer ' +
  'ist nicht mehr aktiv. Ein Schlüssel gehört in „Authorization: Bearer“ oder „x-api-key“, ohne Anführungszeichen und ' +
  'Zeilenumbrüche. Erhalten sie 403, reichen seine Rechte oder die seines Eigentümers für diesen Aufruf nicht aus.';

export const deExplanations: ExplanationTexts = {
  key: {
    deleted: (at) =>
      `Er wurde am ${at} gelöscht und wird deshalb dauerhaft abgelehnt. Erstellen Sie einen neuen.`,
    disabled: (at) =>
      `Er wurde am ${at} gesperrt und wird abgelehnt, bis ihn jemand entsperrt, der das darf.`,
    expired: (at) =>
      `Er ist am ${at} abgelaufen und wird deshalb dauerhaft abgelehnt. Erstellen Sie einen neuen.`,
    replaced: (at, successor) =>
      `Er wurde am ${at} durch den Schlüssel ${successor} ersetzt und wird deshalb dauerhaft abgelehnt. Programme, die ihn ` +
      'senden, brauchen den neuen.',
    inGrace: (until) =>
      `Er wurde ersetzt und gilt noch bis zum Ende seiner Übergangsfrist am ${until}. ${deLive}`,
    live: `Der Schlüssel selbst ist gültig. ${deLive}`,
    leaked: (at) =>
      `Er wurde am ${at} als kompromittiert gemeldet; jemand anderes könnte ihn haben. Ersetzen Sie ihn und finden Sie ` +
      'heraus, wo er öffentlich wurde.',
    rotation: (old, successor) =>
      `Der alte Schlüssel wurde ${old === null ? 'nie benutzt' : `zuletzt am ${old} benutzt`}, sein Nachfolger ` +
      `${successor === null ? 'noch nicht' : `zuletzt am ${successor}`}.`,
  },
  refused: {
    team: 'Dieses Team gibt es nicht, oder Sie gehören nicht dazu. Heißen mehrere Ihrer Teams so, nennen Sie die ID des Teams.',
    service: 'Dieses Dienstkonto gibt es nicht, oder Sie dürfen seine Schlüssel nicht verwalten.',
    name: 'Ein Name hat 1 bis 100 Zeichen, keine Steuerzeichen und enthält keinen API-Schlüssel.',
    expiry: (latest) => `Das ist zu lang: Dieser Schlüssel kann höchstens bis ${latest} gelten.`,
    unknownScopes: (known) => `Einige dieser Rechte gibt es nicht. Möglich sind: ${known}.`,
    scopes: (missing) => `Diese Rechte haben Sie oder der Eigentümer nicht: ${missing}. Wählen Sie weniger.`,
    keyNotFound: 'Diesen Schlüssel gibt es nicht, oder Sie dürfen ihn nicht sehen.',
    keyNotLive:
      'Dieser Schlüssel gilt nicht mehr oder wurde schon ersetzt. Lassen Sie sich stattdessen einen neuen erstellen.',
    ownerInactive: 'Der Eigentümer ist nicht mehr aktiv.',
    tooManyKeys: (limit) =>
      `Mehr Schlüssel sind nicht möglich: Die Grenze liegt bei ${limit}, und gesperrte zählen mit. Löschen Sie einen, der ` +
      'nicht mehr gebraucht wird.',
    unreadable: 'Das konnte ich nicht ausführen. Sagen Sie es bitte anders.',
    notResponding:
      'Etwas antwortet gerade nicht. Sehen Sie nach, ob die Änderung schon gemacht wurde, bevor Sie es noch einmal versuchen.',
  },
};

import type { KeyState } from '@postern/core';

/** Lists of keys in the answers of the admin agent. */
export interface KeyListTexts {
  /** How many keys were found, above them. It claims nothing about keys that were not searched. */
  readonly found: (count: number) => string;
  readonly foundWith: (count: number, conditions: KeyConditions) => string;
  /** A key in one line. The last three are days, or `null`. */
  readonly keyLine: (key: KeyLine) => string;

  readonly whoCreatedWhat: (keys: number, recent: number, days: number) => string;
  readonly createdBy: (creator: string, count: number) => string;
  readonly automations: (inUse: number, named: number, days: number) => string;
  /** What to do about them. */
  readonly toTeamKey: string;
  readonly personalKeys: (counts: PersonalKeys) => string;
  /** There are more keys than those that were read, which are so many. */
  readonly onlyNewest: (count: number) => string;
  readonly onlySoonest: (count: number) => string;
  readonly notAll: string;
  readonly moreInSettings: string;
}

/** What was asked of keys: one of these, or both. */
interface KeyConditions {
  readonly unusedForDays: number | null;
  /** Never, or by the end of a day. */
  readonly expire: 'never' | { readonly by: string } | null;
}

/** A key, as one line describes it. Days are already words. */
export interface KeyLine {
  readonly name: string;
  readonly display: string;
  readonly state: KeyState;
  readonly lastUsedOn: string | null;
  readonly expiresOn: string | null;
  /** Only in an inventory. */
  readonly createdOn?: string;
  readonly owner?: string;
}

interface PersonalKeys {
  readonly all: number;
  readonly inUse: number;
  readonly usedBefore: number;
  readonly neverUsed: number;
  readonly days: number;
}

export const enKeyLists: KeyListTexts = {
  found: (count) => {
    if (count === 0) return 'I found no keys.';
    return count === 1 ? 'There is one key:' : `There are ${count} keys:`;
  },
  foundWith(count, { unusedForDays, expire }) {
    const [has, expires] = count < 2 ? ['has', 'expires'] : ['have', 'expire'];
    const met: string[] = [];
    if (unusedForDays !== null)
      met.push(`${has} been unused for ${unusedForDays === 1 ? 'a day' : `${unusedForDays} days`}`);
    if (expire !== null) met.push(expire === 'never' ? `never ${expires}` : `${expires} by ${expire.by}`);
    const conditions = met.join(' and ');
    if (count === 0) return `I found no key that ${conditions}.`;
    return `${count === 1 ? 'One key' : `${count} keys`} ${conditions}:`;
  },
  keyLine({ name, display, state, lastUsedOn, expiresOn, createdOn, owner }) {
    const parts = [
      enStates[state],
      lastUsedOn === null ? 'never used' : `last used on ${lastUsedOn}`,
      ...(expiresOn === null ? [] : [`expires on ${expiresOn}`]),
      ...(owner === undefined ? [] : [`owner ${owner}`]),
      ...(createdOn === undefined ? [] : [`created on ${createdOn}`]),
    ];
    return `“${name}” ${display} ${parts.join(', ')}`;
  },
  whoCreatedWhat: (keys, recent, days) =>
    `Keys that work: ${keys}. Created in the last ${days} days: ${recent}.`,
  createdBy: (creator, count) => `${creator} created ${count}:`,
  automations: (inUse, named, days) =>
    `Personal keys used in the last ${days} days: ${inUse}. With a name like a program’s, such as CI, deploy or nightly: ` +
    `${named}. A name is only a hint: ask the owner.`,
  toTeamKey:
    'A personal key stops when its owner leaves; a team key does not. To move a program:\n\n' +
    '1. Say: Create a key called "Deploy" for the team platform\n' +
    '2. Give the program the new key.\n' +
    '3. Delete the old one.',
  personalKeys: ({ all, inUse, usedBefore, neverUsed, days }) =>
    `Personal keys that work: ${all}. Used in the last ${days} days: ${inUse}. Used before that: ${usedBefore}. ` +
    `Never used: ${neverUsed}.`,
  onlyNewest: (count) => `Only the newest ${count} keys were counted. All keys are under All keys.`,
  onlySoonest: (count) =>
    `Only the ${count} keys that expire soonest were counted. All keys are under All keys.`,
  notAll: 'Not everything fits here. All keys are under All keys.',
  moreInSettings: 'Not everything fits here. All of them are in the settings.',
};

const enStates: Readonly<Record<KeyState, string>> = {
  live: 'live',
  rotated: 'rotated',
  disabled: 'disabled',
  expired: 'expired',
  revoked: 'deleted',
};

export const deKeyLists: KeyListTexts = {
  found: (count) => {
    if (count === 0) return 'Ich habe keine Schlüssel gefunden.';
    return count === 1 ? 'Es gibt einen Schlüssel:' : `Es gibt ${count} Schlüssel:`;
  },
  foundWith(count, { unusedForDays, expire }) {
    const [is, expires] = count === 1 ? ['ist', 'läuft'] : ['sind', 'laufen'];
    const met: string[] = [];
    if (unusedForDays !== null) {
      const unused = `seit ${unusedForDays === 1 ? 'einem Tag' : `${unusedForDays} Tagen`} unbenutzt`;
      met.push(count === 0 ? `${unused} ist` : `${is} ${unused}`);
    }
    if (expire !== null) {
      const when = expire === 'never' ? 'nie' : `bis zum ${expire.by}`;
      met.push(count === 0 ? `${when} abläuft` : `${expires} ${when} ab`);
    }
    const conditions = met.join(' und ');
    if (count === 0) return `Ich habe keinen Schlüssel gefunden, der ${conditions}.`;
    return `${count === 1 ? 'Ein' : count} Schlüssel ${conditions}:`;
  },
  keyLine({ name, display, state, lastUsedOn, expiresOn, createdOn, owner }) {
    const parts = [
      deStates[state],
      lastUsedOn === null ? 'nie benutzt' : `zuletzt benutzt am ${lastUsedOn}`,
      ...(expiresOn === null ? [] : [`Ablauf am ${expiresOn}`]),
      ...(owner === undefined ? [] : [`Eigentümer ${owner}`]),
      ...(createdOn === undefined ? [] : [`erstellt am ${createdOn}`]),
    ];
    return `„${name}“ ${display} ${parts.join(', ')}`;
  },
  whoCreatedWhat: (keys, recent, days) =>
    `Gültige Schlüssel: ${keys}. In den letzten ${days} Tagen erstellt: ${recent}.`,
  createdBy: (creator, count) => `${creator} hat ${count} erstellt:`,
  automations: (inUse, named, days) =>
    `In den letzten ${days} Tagen benutzte persönliche Schlüssel: ${inUse}. Davon heißen wie ein Programm, etwa CI, deploy ` +
    `oder nightly: ${named}. Ein Name ist nur ein Hinweis: Fragen Sie den Eigentümer.`,
  toTeamKey:
    'Ein persönlicher Schlüssel gilt nicht mehr, wenn sein Eigentümer geht; ein Teamschlüssel gilt weiter. So stellen Sie ' +
    'ein Programm um:\n\n' +
    '1. Schreiben Sie: Erstellen Sie einen Schlüssel namens „Deploy“ für das Team Platform\n' +
    '2. Hinterlegen Sie den neuen Schlüssel im Programm.\n' +
    '3. Löschen Sie den alten.',
  personalKeys: ({ all, inUse, usedBefore, neverUsed, days }) =>
    `Gültige persönliche Schlüssel: ${all}. In den letzten ${days} Tagen benutzt: ${inUse}. Davor benutzt: ${usedBefore}. ` +
    `Nie benutzt: ${neverUsed}.`,
  onlyNewest: (count) =>
    `Gezählt wurden nur die ${count} neuesten Schlüssel. Alle stehen unter „Alle Schlüssel“.`,
  onlySoonest: (count) =>
    `Gezählt wurden nur die ${count} Schlüssel, die zuerst ablaufen. Alle stehen unter „Alle Schlüssel“.`,
  notAll: 'Hier ist nicht genug Platz für alles. Alle stehen unter „Alle Schlüssel“.',
  moreInSettings: 'Hier ist nicht genug Platz für alle. Sie stehen in den Einstellungen.',
};

const deStates: Readonly<Record<KeyState, string>> = {
  live: 'gültig',
  rotated: 'ersetzt',
  disabled: 'gesperrt',
  expired: 'abgelaufen',
  revoked: 'gelöscht',
};

import type { AuditEntry } from '@postern/core';

/** The texts of a key's history, and of who did what and why. */
export interface HistoryTexts {
  readonly history: string;
  readonly olderHistory: string;
  readonly newestHistory: string;
  /** The policy allows a person to see the key, but not its history. */
  readonly noHistory: string;
  /**
   * What was done to a key. `who` is whoever did it. `unknown`: a later release of Postern did it, and this one has no
   * name for it.
   */
  readonly historyOf: { readonly [Action in AuditEntry['action']]: (who: string) => string };
  /** Its creation, if it replaced another key. `key` is that key's display form. */
  readonly issuedByRotation: (who: string, key: string) => string;
  /** A key was rotated without a grace period, so it stopped working. */
  readonly stoppedByRotation: string;
  /** The token was found where it should not be. `source` is who found it; `null`: that isn't known. */
  readonly leakReported: (source: string | null) => string;
  /** What happened because of that. */
  readonly leakDeleted: (source: string | null) => string;
  readonly leakDisabled: (source: string | null) => string;
  /** Why Postern itself did something. `day` is a date, such as `Sep 1, 2026`. */
  readonly unusedSince: (day: string) => string;
  readonly replacedByRetry: string;
  readonly successorRotated: string;
  /** A reason in someone's own words. */
  readonly quoted: (reason: string) => string;
  /** A key that did something, if the host has no name for it. `key` is the start of its ID. */
  readonly keyAsActor: (key: string) => string;
  /** A part of the service that did something, if the host has no name for it. */
  readonly systemAsActor: (id: string) => string;
}

export const enHistory: HistoryTexts = {
  history: 'History',
  olderHistory: 'Older entries',
  newestHistory: 'Newest entries',
  noHistory: 'You may not see the history of this key.',
  historyOf: {
    issued: (who) => `${who} created it`,
    renamed: (who) => `${who} renamed it`,
    disabled: (who) => `${who} disabled it`,
    enabled: (who) => `${who} enabled it`,
    rotated: (who) => `${who} rotated it`,
    revoked: (who) => `${who} deleted it`,
    purged: (who) => `${who} removed its record`,
    rehashed: () => 'Its stored hash was upgraded automatically',
    offered: (who) => `${who} offered it`,
    withdrawn: (who) => `${who} withdrew the offer`,
    leak_reported: () => 'Reported as leaked',
    unknown: (who) => `${who} made a change that this version can’t describe`,
  },
  issuedByRotation: (who, key) => `${who} created it by rotating ${key}`,
  stoppedByRotation: 'It stopped working with the rotation',
  leakReported: (source) => `Reported as leaked${source === null ? '' : ` by ${source}`}`,
  leakDeleted: (source) => `Deleted automatically because ${enReport(source)}`,
  leakDisabled: (source) => `Disabled automatically because ${enReport(source)}`,
  unusedSince: (day) => `Not used since ${day}`,
  replacedByRetry: 'A retry of the same request replaced it',
  successorRotated: 'It stopped working because the key that replaced it was rotated as well',
  quoted: (reason) => `“${reason}”`,
  keyAsActor: (key) => `API key ${key}`,
  systemAsActor: (id) => `System (${id})`,
};

function enReport(source: string | null): string {
  return source === null ? 'it was reported as leaked' : `${source} reported it as leaked`;
}

export const deHistory: HistoryTexts = {
  history: 'Verlauf',
  olderHistory: 'Ältere Einträge',
  newestHistory: 'Neueste Einträge',
  noHistory: 'Den Verlauf dieses Schlüssels dürfen Sie nicht sehen.',
  historyOf: {
    issued: (who) => `${who} hat ihn erstellt`,
    renamed: (who) => `${who} hat ihn umbenannt`,
    disabled: (who) => `${who} hat ihn gesperrt`,
    enabled: (who) => `${who} hat ihn entsperrt`,
    rotated: (who) => `${who} hat ihn ersetzt`,
    revoked: (who) => `${who} hat ihn gelöscht`,
    purged: (who) => `${who} hat seinen Eintrag entfernt`,
    rehashed: () => 'Sein gespeicherter Hash wurde automatisch erneuert',
    offered: (who) => `${who} hat ihn angeboten`,
    withdrawn: (who) => `${who} hat das Angebot zurückgezogen`,
    leak_reported: () => 'Als kompromittiert gemeldet',
    unknown: (who) => `${who} hat etwas geändert, das diese Version nicht beschreiben kann`,
  },
  issuedByRotation: (who, key) => `${who} hat ihn erstellt und damit ${key} ersetzt`,
  stoppedByRotation: 'Er wurde mit dem Ersetzen ungültig',
  leakReported: (source) => `${source === null ? 'Als' : `Von ${source} als`} kompromittiert gemeldet`,
  leakDeleted: (source) => `Automatisch gelöscht, weil ${deReport(source)}`,
  leakDisabled: (source) => `Automatisch gesperrt, weil ${deReport(source)}`,
  unusedSince: (day) => `Nicht benutzt seit ${day}`,
  replacedByRetry: 'Eine Wiederholung derselben Anfrage hat ihn ersetzt',
  successorRotated: 'Er wurde ungültig, weil auch der Schlüssel ersetzt wurde, der ihn ersetzt hat',
  quoted: (reason) => `„${reason}“`,
  keyAsActor: (key) => `API-Schlüssel ${key}`,
  systemAsActor: (id) => `System (${id})`,
};

function deReport(source: string | null): string {
  return source === null
    ? 'er als kompromittiert gemeldet wurde'
    : `${source} ihn als kompromittiert gemeldet hat`;
}

import type { KeyView } from '../views.js';
import { csvRecord } from './csv.js';

/** The media types of exports. */
export const exportTypes = ['application/jsonl', 'text/csv'] as const;

export type ExportType = (typeof exportTypes)[number];

/** How an export is written. */
export interface ExportFormat {
  readonly headers: Readonly<Record<string, string>>;
  /** What comes before the keys. */
  readonly start: string;
  readonly write: (key: KeyView) => string;
}

/** The columns, in their order. Programs rely on both: add new ones at the end. */
const columns: Readonly<Record<string, (key: KeyView) => string | null | undefined>> = {
  id: ({ id }) => id,
  display: ({ display }) => display,
  name: ({ name }) => name,
  state: ({ state }) => state,
  ownerKind: ({ owner }) => owner.kind,
  ownerId: ({ owner }) => owner.id,
  createdAt: ({ createdAt }) => createdAt,
  createdByKind: ({ createdBy }) => createdBy.kind,
  createdById: ({ createdBy }) => createdBy.id,
  lastUsedAt: ({ lastUsedAt }) => lastUsedAt,
  expiresAt: ({ expiresAt }) => expiresAt,
  // Without it, a key that may do nothing would look like one that is not narrowed.
  narrowed: ({ scopes }) => String(scopes !== null),
  scopes: ({ scopes }) => scopes?.join(' '),
  rotatedAt: ({ rotatedAt }) => rotatedAt,
  successorId: ({ successorId }) => successorId,
  disabledAt: ({ disabledAt }) => disabledAt,
  disabledByKind: ({ disabledBy }) => disabledBy?.kind,
  disabledById: ({ disabledBy }) => disabledBy?.id,
  revokedAt: ({ revokedAt }) => revokedAt,
  reason: ({ reason }) => reason,
};

const cells = Object.values(columns);

export const exportFormats: Readonly<Record<ExportType, ExportFormat>> = {
  /** @see https://jsonlines.org */
  'application/jsonl': {
    headers: { 'Content-Type': 'application/jsonl' },
    start: '',
    write: (key) => `${JSON.stringify(key)}\n`,
  },
  /** @see RFC 4180 */
  'text/csv': {
    headers: {
      'Content-Type': 'text/csv; charset=utf-8; header=present',
      'Content-Disposition': 'attachment; filename="api-keys.csv"',
    },
    start: csvRecord(Object.keys(columns)),
    write: (key) => csvRecord(cells.map((cell) => cell(key) ?? '')),
  },
};

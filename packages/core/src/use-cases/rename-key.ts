import { parseKeyName } from '../model/key-name.js';
import { type Changed, changeKey } from './change-key.js';
import type { ChangeRequest } from './expected-version.js';
import type { ManagementPorts } from './management-ports.js';
import { requireFields } from './parse-request.js';

/** Who renames, and to what. */
export interface RenameRequest<Kind extends string = string> extends ChangeRequest<Kind> {
  /** 1 to 100 characters. */
  readonly name: string;
}

/** Gives a key another name. A revoked key keeps the one that it has. */
export async function renameKey(
  ports: ManagementPorts,
  keyId: string,
  request: RenameRequest,
): Promise<Changed> {
  requireFields(request, ['actor', 'owner', 'name', 'expectedVersion']);
  const name = parseKeyName(request.name);
  return changeKey(
    ports,
    { keyId, request },
    {
      action: 'rename',
      auditAction: 'renamed',
      reason: null,
      isDue: ({ key }) => key.revokedAt === null && key.name !== name,
      write: ({ key, entry, expected }) => ports.repository.rename({ keyId: key.id, name, expected }, entry),
    },
  );
}

import type { KeyId } from '@postern/core';
import type { StoredKey } from '@postern/core/ports';
import type { SqlConnection } from '../src/key-repository/hooks.js';

/** The records that statements by hand have written. `undefined`: deleted. */
export type Written = ReadonlyMap<KeyId, StoredKey | undefined>;

/** The transaction of a connection by hand, as a defect may see it. */
interface OpenTransaction {
  readonly written: Written;
  /** Resolves when it is committed or rolled back. */
  readonly ended: Promise<void>;
}

/** A connection by hand to records in memory. */
export interface HandConnection extends SqlConnection {
  transaction(): OpenTransaction | undefined;
}

/**
 * Creates a connection that passes on what it commits.
 *
 * @param afterStatement is called after each statement, with what it wrote itself.
 */
export function handConnection(
  commit: (written: Written) => void,
  afterStatement: (statement: string, written: Written) => void,
): HandConnection {
  let written = new Map<KeyId, StoredKey | undefined>();
  let savepoint = written;
  let open: { readonly ended: Promise<void>; readonly end: () => void } | undefined;

  function begin(): void {
    written = new Map();
    let end: () => void = () => undefined;
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    open = { ended, end };
  }

  function end(): void {
    open?.end();
    open = undefined;
  }

  async function run(statement: string): Promise<void> {
    if (statement === 'begin') begin();
    if (statement === 'savepoint one') savepoint = new Map(written);
    if (statement === 'rollback to savepoint one') written = new Map(savepoint);
    if (statement === 'commit') commit(written);
    if (statement === 'commit' || statement === 'rollback') end();
    afterStatement(statement, new Map());
  }

  async function write(keyId: KeyId, stored: StoredKey | undefined): Promise<void> {
    const own = new Map([[keyId, stored]]);
    if (open === undefined) commit(own);
    else written.set(keyId, stored);
    afterStatement('write', own);
  }

  return {
    run,
    update: (stored) => write(stored.key.id, stored),
    delete: (keyId) => write(keyId, undefined),
    dispose: async () => end(),
    readsWithinMs: 50,
    transaction: () => open && { written, ended: open.ended },
  };
}

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A path in a directory of its own, which goes when the test ends. */
export function temporaryFile(): string {
  const directory = mkdtempSync(join(tmpdir(), 'postern-faults-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return join(directory, 'keys.sqlite');
}

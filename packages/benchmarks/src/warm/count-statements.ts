import type { Subject } from '../subjects/subject.js';
import { logStatements, type StatementLog } from './statement-log.js';

const inFlight = 32;
let takeLog: (() => StatementLog) | undefined;

/** Counts statements per verification. Measure nothing afterwards, because it slows the driver down. */
export async function countStatements(subject: Subject, count: number): Promise<StatementLog> {
  takeLog ??= logStatements();
  // Discards the statements of earlier verifications.
  takeLog();
  for (let from = 0; from < count; from += inFlight)
    await Promise.all(
      Array.from({ length: inFlight }, (_, index) =>
        subject.verify(subject.tokens[(from + index) % subject.tokens.length] ?? ''),
      ),
    );
  const { reads, writes } = takeLog();
  const callCount = Math.ceil(count / inFlight) * inFlight;
  return { reads: reads / callCount, writes: writes / callCount };
}

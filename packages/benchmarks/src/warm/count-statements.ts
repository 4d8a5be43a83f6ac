import type { Subject } from '../subjects/subject.js';
import { logStatements, type StatementLog } from './statement-log.js';

const inFlight = 32;
let takeLog: (() => StatementLog) | undefined;

/** Counts statements per verification. Measure nothing afterwards: the driver is slower from here on. */
export async function countStatements(subject: Subject, count: number): Promise<StatementLog> {
  takeLog ??= logStatements();
  // What was to be written of earlier verifications is written before.
  takeLog();
  for (let from = 0; from < count; from += inFlight)
    await Promise.all(
      Array.from({ length: inFlight }, (_, index) =>
        subject.verify(subject.tokens[(from + index) % subject.tokens.length] ?? ''),
      ),
    );
  const { reads, writes } = takeLog();
  const asked = Math.ceil(count / inFlight) * inFlight;
  return { reads: reads / asked, writes: writes / asked };
}

// `npm run bench`: runs all sections and writes docs/benchmarks.md and docs/benchmarks.json.
import { readMachine } from './harness/machine.js';
import { guard } from './report/guard.js';
import type { Report } from './report/page.js';
import { printSection } from './report/print-section.js';
import { readReport, writeReport } from './report/report.js';
import { readCommand } from './run-options.js';
import { runSection, type SectionRun } from './run-section.js';
import { isFarOff } from './section.js';
import { sectionNames } from './sections.js';

const { names, options, rendersOnly } = readCommand(process.argv.slice(2));
if (rendersOnly) await writeReport(readReport());
else await measure();

async function measure(): Promise<void> {
  const startedAt = new Date().toISOString();
  const runs: SectionRun[] = [];
  for (const name of names) {
    process.stdout.write(`${name}\n`);
    const run = await runAgainIfFarOff(name, await runSection(name, options));
    runs.push(run);
    process.stdout.write(`${printSection(run)}\n\n${name} took ${run.seconds.toFixed(0)} s\n`);
  }
  const report: Report = { startedAt, machine: readMachine(), rounds: options.rounds, runs };
  // Figures of two runs don't belong on one page.
  if (options.pace === 'full' && names.length === sectionNames.length) await writeReport(report);
  if (options.pace === 'quick') process.exitCode = guard(runs) ? 0 : 1;
}

/**
 * Other work on the machine can make a short run slower by any factor, but rarely twice in a row. A real slowdown shows
 * again.
 */
async function runAgainIfFarOff(name: string, run: SectionRun): Promise<SectionRun> {
  if (options.pace === 'full' || !run.result.bounds.some(isFarOff)) return run;
  process.stdout.write(`${printSection(run)}\n\n${name} is far off, so it runs again\n`);
  return runSection(name, options);
}

import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { measureOtherWork, type OtherWork } from './harness/machine.js';
import type { RunOptions, SectionResult } from './section.js';

/** The result of a section, and the circumstances of its run. */
export interface SectionRun {
  readonly name: string;
  readonly seconds: number;
  readonly otherWork: OtherWork;
  readonly result: SectionResult;
}

/**
 * Runs a section in a process of its own, so that it has a clean heap and is not slowed down by what the compiler
 * learned from another section.
 *
 * @throws if the section fails.
 */
export async function runSection(name: string, options: Omit<RunOptions, 'log'>): Promise<SectionRun> {
  // A short run is not published, so nobody asks whether it was disturbed.
  const otherWork = await measureOtherWork(options.pace === 'quick' ? 100 : 1_000);
  const beganAt = performance.now();
  const program = fileURLToPath(new URL('./section-process.js', import.meta.url));
  const child = fork(program, [name, JSON.stringify(options)], { execArgv: ['--expose-gc'] });
  let result: SectionResult | undefined;
  child.on('message', (message) => {
    result = message as SectionResult;
  });
  await once(child, 'exit');
  if (result === undefined) throw new Error(`the section ${name} failed`);
  return { name, seconds: (performance.now() - beganAt) / 1_000, otherWork, result };
}

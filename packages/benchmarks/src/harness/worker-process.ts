// Runs the commands of a module, one after the other, for the process that started it: see worker.ts.
import { once } from 'node:events';
import type { Answer, Start } from './worker.js';

interface Call {
  readonly command: string;
  readonly argument: never;
}

process.once('disconnect', () => process.exit());
const [module = ''] = process.argv.slice(2);
const given = once(process, 'message');
const { start } = (await import(module)) as { readonly start: Start<unknown> };
const commands = await start((await given)[0]);
process.send?.({ value: undefined } satisfies Answer);

process.on('message', ({ command, argument }: Call) => void run(command, argument));

async function run(command: string, argument: never): Promise<void> {
  let answer: Answer;
  try {
    const perform = commands[command];
    if (perform === undefined) throw new Error(`no command ${command}`);
    answer = { value: await perform(argument) };
  } catch (error) {
    answer = { error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
  process.send?.(answer);
}

/** One instruction of a Dockerfile. */
export interface Instruction {
  /** In capitals. */
  readonly name: string;
  readonly flags: Readonly<Record<string, string>>;
  /** The rest of the line: a list if it is one in JSON. */
  readonly words: readonly string[];
}

/** One stage of a Dockerfile. */
export interface Stage {
  /** An image, or the name of an earlier stage. */
  readonly from: string;
  readonly name: string | undefined;
  readonly instructions: readonly Instruction[];
}

/**
 * Reads the stages of a Dockerfile that has neither `ARG` nor continued lines.
 *
 * @throws {Error} if a line can't be read.
 */
export function readStages(dockerfile: string): readonly Stage[] {
  const stages: { from: string; name: string | undefined; instructions: Instruction[] }[] = [];
  for (const line of dockerfile.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('#'))) {
    const instruction = readInstruction(line);
    const [from = '', as, name] = instruction.words;
    if (instruction.name !== 'FROM') stages.at(-1)?.instructions.push(instruction);
    else stages.push({ from, name: as === 'AS' ? name : undefined, instructions: [] });
  }
  return stages;
}

function readInstruction(line: string): Instruction {
  const [, name, flagText = '', rest] = /^([A-Z]+)((?: --\S+)*) ([^-].*)$/.exec(line) ?? [];
  if (name === undefined || rest === undefined || line.endsWith('\\') || name === 'ARG')
    throw new Error(`this test does not understand the line of the Dockerfile: ${line}`);
  const flags = [...flagText.matchAll(/--([a-z-]+)=(\S+)/g)].map(([, flag, value]) => [flag, value]);
  return { name, flags: Object.fromEntries(flags), words: wordsOf(rest) };
}

function wordsOf(text: string): readonly string[] {
  return text.startsWith('[') ? JSON.parse(text) : text.split(' ');
}

/**
 * Reads a `.dockerignore`, and returns which paths of the context it leaves out. The last pattern that matches decides,
 * and what matches a folder matches everything in it.
 */
export function readDockerignore(text: string): (path: string) => boolean {
  const patterns = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  const rules = patterns.map((pattern) => {
    const isException = pattern.startsWith('!');
    return { isException, expression: expressionOf(isException ? pattern.slice(1) : pattern) };
  });
  return (path) => {
    const last = rules.findLast(({ expression }) => expression.test(path));
    return last !== undefined && !last.isException;
  };
}

/** `*` is any part of a name, `**` any number of folders. */
function expressionOf(pattern: string): RegExp {
  const source = pattern
    .replaceAll('.', '\\.')
    .replaceAll('**/', '<folders>')
    .replaceAll('*', '[^/]*')
    .replaceAll('<folders>', '(?:[^/]+/)*');
  return new RegExp(`^${source}(?:/.*)?$`);
}

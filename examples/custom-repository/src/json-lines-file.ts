import { closeSync, fsyncSync, openSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';

/**
 * Opens a file of JSON lines, for one process at a time. Shows what each line holds, and gives a function that adds one:
 * when that returns, the line is shown too, and survives a power cut.
 */
export function openJsonLines<Value>(path: string, show: (value: Value) => void): (value: Value) => true {
  const text = readFileSync(path, { encoding: 'utf8', flag: 'a+' });
  // A crash cut off what stands after the last end of a line. It was promised to nobody.
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  for (const [index, line] of whole.split('\n').slice(0, -1).entries()) {
    try {
      show(JSON.parse(line, withDates));
    } catch {
      throw new Error(`line ${index + 1} of the file is broken`); // The parser's own error would quote it.
    }
  }

  let size = Buffer.byteLength(whole);
  return (value) => {
    const line = `${JSON.stringify(value)}\n`;
    truncateSync(path, size); // Takes away what a crash, or a write that failed, has left.
    append(path, line);
    size += Buffer.byteLength(line);
    show(value);
    return true;
  };
}

/** Adds a text to the end of a file, and waits until it is on the disk. */
function append(path: string, text: string): void {
  const file = openSync(path, 'a');
  try {
    writeFileSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** Instants have names that end in `at`; JSON has texts for them. */
function withDates(name: string, value: unknown): unknown {
  return /^at$|At$/.test(name) && typeof value === 'string' ? new Date(value) : value;
}

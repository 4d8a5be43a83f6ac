import { closeSync, fsyncSync, openSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';

/**
 * Opens a file of JSON lines, for one process at a time. Calls `apply` with the value of each line, and returns a
 * function that adds one: when that returns, its value has been applied too, and survives a power cut.
 */
export function openJsonLines<Value>(path: string, apply: (value: Value) => void): (value: Value) => true {
  const text = readFileSync(path, { encoding: 'utf8', flag: 'a+' });
  // What follows the last line break was cut off by a crash, and never reported as written.
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  for (const [index, line] of whole.split('\n').slice(0, -1).entries()) {
    try {
      apply(JSON.parse(line, withDates));
    } catch {
      throw new Error(`line ${index + 1} of the file is broken`); // The parser's own error would quote it.
    }
  }

  let size = Buffer.byteLength(whole);
  return (value) => {
    const line = `${JSON.stringify(value)}\n`;
    truncateSync(path, size); // Removes what a crash or a failed write has left.
    append(path, line);
    size += Buffer.byteLength(line);
    apply(value);
    return true;
  };
}

/** Appends a text to a file, and waits until it is on the disk. */
function append(path: string, text: string): void {
  const file = openSync(path, 'a');
  try {
    writeFileSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** Instants have names that end in `at`, and are texts in JSON. */
function withDates(name: string, value: unknown): unknown {
  return /^at$|At$/.test(name) && typeof value === 'string' ? new Date(value) : value;
}

/** The marks that close each opening quotation mark. „ is closed by “ in German, and by ” in Polish. */
const closing: Readonly<Record<string, readonly string[]>> = {
  '"': ['"'],
  '`': ['`'],
  "'": ["'"],
  '“': ['”'],
  '‘': ['’'],
  '„': ['“', '”'],
  '‚': ['‘', '’'],
  '”': ['”'],
  '«': ['»'],
  '»': ['«'],
  '‹': ['›'],
  '›': ['‹'],
};

/** A text from which the quoted pieces were taken out. */
export interface Quoted {
  /** The text, with `"0"` for its first quoted piece, `"1"` for the second, and no other quotation marks. */
  readonly text: string;
  /** Puts the quoted pieces back, exactly as they were typed, without quotation marks. */
  verbatim(part: string): string;
}

/** Takes the quoted pieces out of a text. `undefined` if a quotation mark is not closed. */
export function extractQuotes(typed: string): Quoted | undefined {
  const pieces: string[] = [];
  let text = '';
  let at = 0;
  while (at < typed.length) {
    if (!opens(typed, at)) {
      text += typed.charAt(at);
      at += 1;
      continue;
    }
    const end = findClosing(typed, at);
    // Stops at the first mark that is not closed, so that no text is searched twice.
    if (end === undefined) return undefined;
    text += ` "${pieces.length}" `;
    pieces.push(typed.slice(at + 1, end));
    at = end + 1;
  }
  return { text, verbatim: (part) => part.replace(/"(\d+)"/g, (_, piece) => pieces[Number(piece)] ?? '') };
}

/** An apostrophe within a word is not a quotation mark. */
function opens(typed: string, at: number): boolean {
  const mark = typed.charAt(at);
  return Object.hasOwn(closing, mark) && !(mark === "'" && /[\p{L}\p{N}]/u.test(typed.charAt(at - 1)));
}

function findClosing(typed: string, at: number): number | undefined {
  const marks = closing[typed.charAt(at)] ?? [];
  return marks.map((mark) => nextClosing(typed, mark, at + 1)).find((end) => end !== -1);
}

function nextClosing(typed: string, mark: string, from: number): number {
  let at = typed.indexOf(mark, from);
  const apostrophe = mark === "'" || mark === '’';
  while (at !== -1 && apostrophe && /[\p{L}\p{N}]/u.test(typed.charAt(at + 1)))
    at = typed.indexOf(mark, at + 1);
  return at;
}

/** The cost parameters of a hash, as its PHC string states them. */
export interface Argon2Parameters {
  /** Memory in KiB (`m`). */
  readonly memoryKiB: number;
  /** Passes over the memory (`t`). */
  readonly passes: number;
  /** Lanes, each computed by a thread of its own (`p`). */
  readonly lanes: number;
}

/** An Argon2id hash, taken apart. */
export interface PhcString {
  readonly parameters: Argon2Parameters;
  readonly salt: Uint8Array;
  readonly tag: Uint8Array;
}

/** Only Argon2id, version 19, with a salt of 8 to 48 bytes and a tag of 16 to 64 bytes, in base64 without padding. */
const form =
  /^\$argon2id\$v=19\$m=([1-9]\d{0,9}),t=([1-9]\d{0,9}),p=([1-9]\d{0,9})\$([A-Za-z0-9+/]{11,64})\$([A-Za-z0-9+/]{22,86})$/;

const maxLength = 256;

/**
 * Parses an Argon2id PHC string, without computing anything. Returns `undefined` for anything else:
 * another variant, a short tag (four bytes are quickly guessed), trailing bytes, or base64 that no encoder writes.
 * Engines differ in what else they accept, so they are never asked.
 *
 * @see RFC 9106 §3.1 for the bounds: it recommends a tag of 16 bytes or more, and requires 8 KiB of memory per lane.
 */
export function parsePhcString(hash: string): PhcString | undefined {
  const [, memory, passes, lanes, saltText, tagText] = (hash.length <= maxLength && form.exec(hash)) || [];
  const [salt, tag] = [bytesOf(saltText), bytesOf(tagText)];
  if (salt === undefined || tag === undefined) return undefined;
  const parameters = { memoryKiB: Number(memory), passes: Number(passes), lanes: Number(lanes) };
  return parameters.memoryKiB >= 8 * parameters.lanes ? { parameters, salt, tag } : undefined;
}

/** Writes a PHC string. */
export function writePhcString({ parameters, salt, tag }: PhcString): string {
  const { memoryKiB, passes, lanes } = parameters;
  return `$argon2id$v=19$m=${memoryKiB},t=${passes},p=${lanes}$${textOf(salt)}$${textOf(tag)}`;
}

/** Decodes bytes, unless no encoder would write them this way: that may be damage. */
function bytesOf(text = ''): Uint8Array | undefined {
  const bytes = Buffer.from(text, 'base64');
  return text !== '' && textOf(bytes) === text ? bytes : undefined;
}

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64').replace(/=+$/, '');
}

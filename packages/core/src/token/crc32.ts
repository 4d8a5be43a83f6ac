const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let remainder = byte;
  for (let bit = 0; bit < 8; bit += 1) {
    remainder = remainder & 1 ? (remainder >>> 1) ^ 0xedb88320 : remainder >>> 1;
  }
  return remainder;
});

/**
 * CRC-32 of the first `length` characters of an ASCII text, as an unsigned number.
 *
 * @see ISO 3309; RFC 1952 §8
 */
export function crc32(text: string, length: number = text.length): number {
  let remainder = 0xffffffff;
  for (let index = 0; index < length; index += 1) {
    remainder = (remainder >>> 8) ^ (table[(remainder ^ text.charCodeAt(index)) & 0xff] ?? 0);
  }
  return (remainder ^ 0xffffffff) >>> 0;
}

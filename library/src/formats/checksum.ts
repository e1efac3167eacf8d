// checksum: CRC-32, which tells whether a file is still what was written.
import type { StoredTensor } from "./safetensorsFile.ts";

const table = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

/** CRC-32 (ISO 3309, as in zip and PNG) of several pieces, one after another. */
function crc32(pieces: Iterable<Uint8Array>): number {
  let value = 0xffffffff;
  for (const piece of pieces) {
    for (const byte of piece) value = (value >>> 8) ^ (table[(value ^ byte) & 0xff] ?? 0);
  }
  return (value ^ 0xffffffff) >>> 0;
}

/** CRC-32 of the description and of every tensor, whatever their order in the file. */
export function checksum(content: string, tensors: ReadonlyMap<string, StoredTensor>): string {
  const text = new TextEncoder();
  const pieces = [...tensors]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([name, { dtype, shape, bytes }]) => [text.encode(JSON.stringify([name, dtype, shape])), bytes]);
  return `crc32:${crc32([text.encode(content), ...pieces])
    .toString(16)
    .padStart(8, "0")}`;
}

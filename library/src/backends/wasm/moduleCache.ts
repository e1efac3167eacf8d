// Compiled WebAssembly modules, kept by their bytes: the same code is compiled by the engine once.

/** Modules kept at most; the one that was not wanted for the longest time goes first. */
const capacity = 64;

interface Entry {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly module: WebAssembly.Module;
}

const entries = new Map<string, Entry>();

/** The bytes as 32-bit words, the last ones left out; plain loops over words, since this runs before code is warm. */
function wordsOf(bytes: Uint8Array<ArrayBuffer>): Int32Array {
  return new Int32Array(bytes.buffer, bytes.byteOffset, Math.floor(bytes.length / 4));
}

/** FNV-1a over the words, with the number of bytes. */
function keyOf(bytes: Uint8Array<ArrayBuffer>): string {
  const words = wordsOf(bytes);
  let hash = 0x811c9dc5;
  for (let index = 0; index < words.length; index += 1) hash = Math.imul(hash ^ (words[index] ?? 0), 0x01000193);
  return `${bytes.length} ${hash >>> 0}`;
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let index = 0; index < a.length; index += 1) if (a[index] !== b[index]) return false;
  return true;
}

/** The module with these bytes, compiled now or before. */
export function compileModule(bytes: Uint8Array<ArrayBuffer>): WebAssembly.Module {
  const key = keyOf(bytes);
  const known = entries.get(key);
  entries.delete(key);
  const entry = known !== undefined && sameBytes(known.bytes, bytes) ? known : { bytes, module: compile(bytes) };
  entries.set(key, entry);
  const [oldest] = entries.keys();
  if (entries.size > capacity && oldest !== undefined) entries.delete(oldest);
  return entry.module;
}

function compile(bytes: Uint8Array<ArrayBuffer>): WebAssembly.Module {
  return new WebAssembly.Module(bytes);
}

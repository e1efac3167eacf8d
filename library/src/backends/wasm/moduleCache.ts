// Compiled WebAssembly modules, kept by their bytes: the same code is compiled by the engine once.

/** Modules kept at most; the one that was not wanted for the longest time goes first. */
const capacity = 64;

interface Entry {
  readonly bytes: Uint8Array;
  readonly module: WebAssembly.Module;
}

const entries = new Map<string, Entry>();

/** FNV-1a over the bytes, with their number. */
function keyOf(bytes: Uint8Array): string {
  let hash = 0x811c9dc5;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193);
  return `${bytes.length} ${hash >>> 0}`;
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
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

// What a page can do: the entry that the harness itself is tested with.

/** Tells what the browser has. */
export async function run(): Promise<{ browser: boolean; isolated: boolean; wasm: boolean; sum: number }> {
  const [one, two] = await Promise.all([Promise.resolve(1), Promise.resolve(2)]);
  return {
    browser: typeof document === "object",
    isolated: globalThis.crossOriginIsolated,
    wasm: WebAssembly.validate(new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0])),
    sum: one + two,
  };
}

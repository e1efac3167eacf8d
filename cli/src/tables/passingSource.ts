// A source that can be read only once: standard input or a named pipe; what was read is kept for the lines of errors.
import { linesBetween, type Source } from "./source.ts";

/** Standard input, `-` on the command line. */
export function standardInputSource(): Source {
  return passingSource("standard input", "-", () => process.stdin);
}

/** A stream of bytes as a source. */
export function passingSource(name: string, path: string, open: () => AsyncIterable<unknown>): Source {
  const kept: Uint8Array[] = [];
  async function* reading(): AsyncIterable<Uint8Array> {
    for await (const chunk of open()) {
      const bytes = chunk instanceof Uint8Array ? chunk : Buffer.from(String(chunk));
      kept.push(bytes);
      yield bytes;
    }
  }
  async function* again(): AsyncIterable<Uint8Array> {
    yield* kept;
  }
  return { name, path, bytes: reading, excerpt: (first, last) => linesBetween(again(), first, last) };
}

// Standard input as the source of a table; what was read is kept, so that an error can show its lines.
import { linesBetween, type Source } from "./source.ts";

/** Standard input, `-` on the command line. */
export function standardInputSource(): Source {
  const kept: Uint8Array[] = [];
  async function* reading(): AsyncIterable<Uint8Array> {
    for await (const chunk of process.stdin) {
      const bytes: Uint8Array = typeof chunk === "string" ? Buffer.from(chunk) : chunk;
      kept.push(bytes);
      yield bytes;
    }
  }
  async function* again(): AsyncIterable<Uint8Array> {
    yield* kept;
  }
  return {
    name: "standard input",
    path: "-",
    bytes: reading,
    excerpt: (first, last) => linesBetween(again(), first, last),
  };
}

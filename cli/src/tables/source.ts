// Where a table's bytes come from: a file, or standard input.

/** Bytes that can be read once as a stream, and of which lines can be shown again afterwards. */
export interface Source {
  /** Short name for messages. */
  readonly name: string;
  /** The path as the user gave it, or `-`. */
  readonly path: string;
  bytes(): AsyncIterable<Uint8Array>;
  /** The lines `first` to `last`, counted from 1, as far as they exist; for the evidence of an error. */
  excerpt(first: number, last: number): Promise<readonly string[]>;
}

/** Collects lines `first` to `last` of a stream of text, and reads no further than it must. */
export async function linesBetween(
  bytes: AsyncIterable<Uint8Array>,
  first: number,
  last: number,
): Promise<readonly string[]> {
  const decoder = new TextDecoder("utf-8");
  const found: string[] = [];
  let line = 1;
  let rest = "";
  for await (const chunk of bytes) {
    const pieces = (rest + decoder.decode(chunk, { stream: true })).split(/\r\n|\n|\r(?!\n|$)/);
    rest = pieces.pop() ?? "";
    for (const piece of pieces) {
      if (line >= first && line <= last) found.push(piece);
      line += 1;
    }
    if (line > last) return found;
  }
  if (line >= first && rest !== "") found.push(rest.replace(/\r$/, ""));
  return found;
}

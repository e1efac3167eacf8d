// The bytes of a source on their way to the parser: checked to be UTF-8 text, counted and hashed.
import { createHash } from "node:crypto";
import { checkText, encodingError } from "./checkText.ts";
import { emptyError } from "./fileSource.ts";
import type { Source } from "./source.ts";

const newline = 10;
const headLength = 4096;

/** Passes a source's bytes on and remembers what the table says of its source. */
export class CheckedBytes {
  readonly #source: Source;
  readonly #hash = createHash("sha256");
  /** The first bytes, from which the delimiter is guessed. */
  head: Uint8Array = new Uint8Array();
  byteOrderMark = false;

  constructor(source: Source) {
    this.#source = source;
  }

  /** The chunks; the first one is large enough to guess the delimiter from, as far as the source has as much. */
  async *chunks(): AsyncGenerator<Uint8Array> {
    const decoder = new TextDecoder("utf-8", { fatal: true });
    let line = 1;
    for await (const chunk of this.#joined()) {
      this.#hash.update(chunk);
      try {
        decoder.decode(chunk, { stream: true });
      } catch {
        throw encodingError(this.#source, "bytes of another encoding", line + invalidLine(chunk));
      }
      line += countNewlines(chunk);
      yield chunk;
    }
  }

  /** SHA-256 of everything that has passed; to be asked once, at the end. */
  sha256(): string {
    return this.#hash.digest("hex");
  }

  async *#joined(): AsyncGenerator<Uint8Array> {
    let first: Buffer | undefined = Buffer.alloc(0);
    for await (const chunk of this.#source.bytes()) {
      if (first === undefined) {
        yield chunk;
        continue;
      }
      first = Buffer.concat([first, chunk]);
      if (first.length < headLength) continue;
      this.#look(first);
      yield first;
      first = undefined;
    }
    if (first === undefined) return;
    if (first.length === 0) throw emptyError(this.#source.path === "-" ? this.#source.name : this.#source.path);
    this.#look(first);
    yield first;
  }

  #look(first: Uint8Array): void {
    checkText(first, this.#source);
    this.byteOrderMark = first[0] === 0xef && first[1] === 0xbb && first[2] === 0xbf;
    this.head = first;
  }
}

function countNewlines(bytes: Uint8Array): number {
  let count = 0;
  for (let at = bytes.indexOf(newline); at >= 0; at = bytes.indexOf(newline, at + 1)) count += 1;
  return count;
}

/** How many lines into a chunk the first invalid byte is; a sequence cut by the chunk's start counts as its first line. */
function invalidLine(chunk: Uint8Array): number {
  let start = 0;
  for (let line = 0; ; line += 1) {
    const end = chunk.indexOf(newline, start);
    try {
      new TextDecoder("utf-8", { fatal: true }).decode(chunk.subarray(start, end < 0 ? chunk.length : end));
    } catch {
      return line;
    }
    if (end < 0) return line;
    start = end + 1;
  }
}

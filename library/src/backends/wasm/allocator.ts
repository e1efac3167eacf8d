// Divides a range of addresses into blocks: first fit, neighbours joined again when they are free.
import { BackendError } from "../../tensor/index.ts";

/** Every block begins at a multiple of this: a cache line. */
export const blockAlignment = 64;

interface Range {
  start: number;
  end: number;
}

/** Gives out blocks of addresses and takes them back. It knows nothing of what stands in them. */
export class Allocator {
  /** Free ranges in order of address; no two touch. */
  private readonly free: Range[] = [];
  private readonly blocks = new Map<number, number>();
  private end: number;
  private used = 0;
  private readonly grow: (end: number) => boolean;

  /**
   * @param start where the range begins; blocks are aligned from there on.
   * @param grow makes the range usable up to an address; false where that is impossible.
   */
  constructor(start: number, grow: (end: number) => boolean) {
    this.end = roundUp(start);
    this.grow = grow;
  }

  /** Bytes given out at present. */
  get bytes(): number {
    return this.used;
  }

  /** End of the range that has been used so far. */
  get extent(): number {
    return this.end;
  }

  /**
   * The address of a block.
   *
   * @throws {BackendError} when there is not enough memory.
   */
  allocate(bytes: number): number {
    const size = Math.max(blockAlignment, roundUp(bytes));
    const start = this.fromFree(size) ?? this.fromEnd(size);
    this.blocks.set(start, size);
    this.used += size;
    return start;
  }

  private fromFree(size: number): number | undefined {
    const index = this.free.findIndex(({ start, end }) => end - start >= size);
    const range = this.free[index];
    if (range === undefined) return undefined;
    const { start } = range;
    range.start += size;
    if (range.start === range.end) this.free.splice(index, 1);
    return start;
  }

  private fromEnd(size: number): number {
    const last = this.free.at(-1);
    const start = last?.end === this.end ? last.start : this.end;
    if (!this.grow(start + size)) {
      throw new BackendError("there is not enough memory", {
        got: `a request for ${size} bytes while ${this.used} are in use`,
        expected: "at most 4 GiB in one WebAssembly memory, and as much as the machine gives",
        fix: "Use a smaller batch or model",
      });
    }
    if (start !== this.end) this.free.pop();
    this.end = start + size;
    return start;
  }

  /** Takes a block back; an address that is no block is ignored. */
  release(start: number): void {
    const size = this.blocks.get(start);
    if (size === undefined) return;
    this.blocks.delete(start);
    this.used -= size;
    const found = this.free.findIndex((range) => range.start > start);
    const index = found < 0 ? this.free.length : found;
    this.free.splice(index, 0, { start, end: start + size });
    this.join(index);
    if (index > 0) this.join(index - 1);
  }

  private join(index: number): void {
    const left = this.free[index];
    const right = this.free[index + 1];
    if (left === undefined || right === undefined || left.end !== right.start) return;
    left.end = right.end;
    this.free.splice(index + 1, 1);
  }
}

function roundUp(bytes: number): number {
  return Math.ceil(bytes / blockAlignment) * blockAlignment;
}

// Nested loops over strided operands: axes merged where possible, addresses walked by increments.
import type { Shape } from "../../tensor/index.ts";
import type { FunctionBuilder, Local } from "./functionBuilder.ts";
import { scalar } from "./opcodes/index.ts";

/** Sizes of loops, outermost first, and for each operand its strides along them. */
export interface Axes {
  readonly sizes: readonly number[];
  readonly strides: readonly (readonly number[])[];
}

/** The same axes in another order, or some of them. */
export function selectAxes({ sizes, strides }: Axes, order: readonly number[]): Axes {
  const pick = (values: readonly number[]): number[] => order.map((axis) => values[axis] ?? 0);
  return { sizes: pick(sizes), strides: strides.map(pick) };
}

/** Drops axes of size 1 and merges neighbours that every operand walks as one. */
export function mergeAxes({ sizes, strides }: Axes): Axes {
  const merged: { size: number; strides: number[] }[] = [];
  for (let axis = sizes.length - 1; axis >= 0; axis -= 1) {
    const size = sizes[axis] ?? 1;
    if (size === 1) continue;
    const own = strides.map((operand) => operand[axis] ?? 0);
    const inner = merged.at(-1);
    if (inner !== undefined && own.every((stride, operand) => stride === inner.size * (inner.strides[operand] ?? 0))) {
      inner.size *= size;
    } else {
      merged.push({ size, strides: own });
    }
  }
  merged.reverse();
  return {
    sizes: merged.map(({ size }) => size),
    strides: strides.map((_, operand) => merged.map((axis) => axis.strides[operand] ?? 0)),
  };
}

/** A single element is one loop of one iteration. */
export function atLeastOneAxis({ sizes, strides }: Axes): Axes {
  return sizes.length > 0 ? { sizes, strides } : { sizes: [1], strides: strides.map(() => [0]) };
}

/** Axis numbers, the one along which an operand moves farthest first; equal ones keep their order. */
export function axesByStride(shape: Shape, strides: readonly number[]): number[] {
  const distance = (axis: number): number => Math.abs(strides[axis] ?? 0);
  return shape.map((_, axis) => axis).sort((a, b) => distance(b) - distance(a) || a - b);
}

/** An i32 local that moves along the loops by fixed amounts: an address in bytes, or a position. */
export interface Walker {
  readonly local: Local<"i32">;
  readonly strides: readonly number[];
}

/** Walkers of a loop nest; operands with the same start and strides share one. */
export class WalkerSet {
  readonly walkers: Walker[] = [];
  private readonly known = new Map<string, Local<"i32">>();
  private readonly code: FunctionBuilder;

  constructor(code: FunctionBuilder) {
    this.code = code;
  }

  /** A local that begins at `start` (zero without one) plus `offset` and moves by `strides`. */
  walk(start: Local<"i32"> | undefined, offset: number, strides: readonly number[]): Local<"i32"> {
    if (start !== undefined && offset === 0 && strides.every((stride) => stride === 0)) return start;
    const key = `${start?.index} ${offset} ${strides.join()}`;
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const local = this.code.local("i32");
    this.begin(local, start, offset);
    this.known.set(key, local);
    this.walkers.push({ local, strides });
    return local;
  }

  private begin(local: Local<"i32">, start: Local<"i32"> | undefined, offset: number): void {
    if (start === undefined) {
      this.code.i32(offset);
    } else {
      this.code.get(start);
      if (offset !== 0) {
        this.code.i32(offset);
        this.code.scalar(scalar.i32Add);
      }
    }
    this.code.set(local);
  }

  release(): void {
    for (const { local } of this.walkers) this.code.release(local);
  }
}

/** What a loop nest does at its levels. */
export interface LoopBody {
  /** At the beginning of each iteration of loop `level`, all but the innermost. */
  readonly enter?: (level: number) => void;
  /** Once all inner loops of loop `level`'s iteration have run. */
  readonly leave?: (level: number) => void;
  /** The innermost axis as a whole; gives the number of elements by which it has moved the walkers. */
  readonly innermost: () => number;
}

/** Emits loops over the axes from `level` to the last one and moves the walkers along. */
export function emitLoops(
  code: FunctionBuilder,
  sizes: readonly number[],
  walkers: readonly Walker[],
  body: LoopBody,
  level = 0,
): number {
  const last = sizes.length - 1;
  if (level >= last) return body.innermost();
  const size = sizes[level] ?? 1;
  code.repeat(size, () => {
    body.enter?.(level);
    const moved = emitLoops(code, sizes, walkers, body, level + 1);
    body.leave?.(level);
    for (const { local, strides } of walkers) {
      code.advance(local, (strides[level] ?? 0) - moved * (strides[level + 1] ?? 0));
    }
  });
  return size;
}

/** A loop over one axis in groups of elements. */
export interface Groups {
  readonly size: number;
  /** Elements in a group; the last one may have fewer. */
  readonly group: number;
  /** Groups in one iteration. */
  readonly unroll: number;
  /** Whole groups up to which there is no loop but one copy of the code for each. */
  readonly straight: number;
  /** Code of one group, `position` elements from where the walkers stand. */
  readonly element: (position: number, count: number) => void;
}

/** Emits a loop over an axis in groups; gives the number of elements by which it has moved the walkers. */
export function emitGroups(
  code: FunctionBuilder,
  walkers: readonly Walker[],
  axis: number,
  { size, group, unroll, straight, element }: Groups,
): number {
  const whole = Math.floor(size / group);
  const iterations = whole <= straight ? 0 : Math.floor(whole / unroll);
  const step = group * unroll;
  code.repeat(iterations, () => {
    for (let copy = 0; copy < unroll; copy += 1) element(copy * group, group);
    for (const { local, strides } of walkers) code.advance(local, step * (strides[axis] ?? 0));
  });
  const moved = iterations * step;
  for (let position = moved; position < size; position += group) {
    element(position - moved, Math.min(group, size - position));
  }
  return moved;
}

/** Splits a length into parts of at most `most`, as equal as possible: the larger ones first. */
export function equalParts(length: number, most: number): { readonly size: number; readonly count: number }[] {
  const number = Math.ceil(length / most);
  const size = Math.floor(length / number);
  const larger = length - size * number;
  return [
    { size: size + 1, count: larger },
    { size, count: number - larger },
  ].filter(({ count }) => count > 0);
}

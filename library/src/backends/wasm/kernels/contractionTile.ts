// The register tile of a contraction: some rows times a few vectors of columns, accumulated over several axes of depth.
import type { FunctionBuilder, Local } from "../functionBuilder.ts";
import { type Axes, atLeastOneAxis, emitLoops, WalkerSet } from "../loopNest.ts";
import { simdMemory } from "../opcodes/index.ts";
import { elementBytes } from "../planLayout.ts";
import { lanes, loadVector, pushAddress, storeVector } from "../vectorAccess.ts";
import { emitAddTo, emitMultiplyAdd } from "./matmulTile.ts";

/** Where an operand begins: `address` plus `offset` bytes. */
export interface Start {
  readonly address: Local<"i32">;
  readonly offset: number;
}

/** A row of a tile: its distance in elements from where `a` and `out` begin. */
export interface TileRow {
  readonly a: number;
  readonly out: number;
}

/** Rows times columns, small enough for registers: `out[row, column] = Σ a[row, depth] b[depth, column]`. */
export interface ContractionTile {
  readonly rows: readonly TileRow[];
  readonly columns: number;
  /** What is summed over, with strides of `a` and `b`. */
  readonly depth: Axes;
  readonly a: Start;
  readonly b: Start & { readonly column: number };
  readonly out: Start & { readonly column: number };
  /** Adds to what stands in `out` instead of replacing it. */
  readonly accumulate: boolean;
}

/** Emits a tile. With `fused`, multiplication and addition round once. */
export function emitContractionTile(code: FunctionBuilder, tile: ContractionTile, fused: boolean): void {
  const { rows, columns, out, accumulate } = tile;
  const counts = Array.from({ length: Math.ceil(columns / lanes) }, (_, at) => Math.min(lanes, columns - at * lanes));
  const sums = rows.map((row) => {
    const access = { ...out, offset: out.offset + row.out * elementBytes, stride: out.column, dtype: "float" } as const;
    return { row, access, vectors: counts.map(() => code.local("v128")) };
  });
  for (const vector of sums.flatMap(({ vectors }) => vectors)) {
    code.i32x4(0);
    code.set(vector);
  }
  emitDepth(code, tile, (a, b) => emitStep(code, { counts, sums, a, b, column: tile.b.column }, fused));
  for (const { access, vectors } of sums) {
    vectors.forEach((vector, at) => {
      if (accumulate) emitAddTo(code, vector, () => loadVector(code, access, at * lanes, counts[at] ?? lanes));
      storeVector(code, access, at * lanes, counts[at] ?? lanes, () => code.get(vector));
    });
    code.release(...vectors);
  }
}

/** The loops over depth; `step` is given where both operands then stand. */
function emitDepth(code: FunctionBuilder, { depth, a, b }: ContractionTile, step: (a: Start, b: Start) => void): void {
  const { sizes, strides } = atLeastOneAxis(depth);
  const [alongA = [], alongB = []] = strides;
  const bytes = (along: readonly number[]): number[] => along.map((stride) => stride * elementBytes);
  const walkers = new WalkerSet(code);
  const walkA = { address: walkers.walk(a.address, 0, bytes(alongA)), offset: a.offset };
  const walkB = { address: walkers.walk(b.address, 0, bytes(alongB)), offset: b.offset };
  // One step per iteration: of several, engines load all operands first and then run out of registers.
  emitLoops(code, [...sizes, 1], walkers.walkers, {
    innermost: () => {
      step(walkA, walkB);
      return 0;
    },
  });
  walkers.release();
}

interface Step {
  readonly counts: readonly number[];
  readonly sums: readonly { readonly row: TileRow; readonly vectors: readonly Local<"v128">[] }[];
  readonly a: Start;
  readonly b: Start;
  readonly column: number;
}

/** One element of each row of `a` times a row of `b`. */
function emitStep(code: FunctionBuilder, { counts, sums, a, b, column }: Step, fused: boolean): void {
  const factors = counts.map((count, vector) => {
    const local = code.local("v128");
    loadVector(code, { ...b, stride: column, dtype: "float" }, vector * lanes, count);
    code.set(local);
    return local;
  });
  const splat = code.local("v128");
  for (const { row, vectors } of sums) {
    const offset = pushAddress(code, a.address, a.offset + row.a * elementBytes);
    code.simdMemory(simdMemory.load32Splat, offset);
    code.set(splat);
    vectors.forEach((sum, vector) => {
      emitMultiplyAdd(code, splat, factors[vector] ?? splat, sum, fused);
    });
  }
  code.release(splat, ...factors);
}

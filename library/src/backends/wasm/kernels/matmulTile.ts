// The register tile of matmul: a few rows times a few vectors of columns, accumulated over k in registers.
import type { FunctionBuilder, Local } from "../functionBuilder.ts";
import { relaxedSimd, simd, simdMemory } from "../opcodes/index.ts";
import { elementBytes } from "../planLayout.ts";
import { lanes, loadVector, pushAddress, storeVector } from "../vectorAccess.ts";

/** A matrix in memory: the address of its first element is `address` plus `offset` bytes; strides in elements. */
export interface Matrix {
  readonly address: Local<"i32">;
  readonly offset: number;
  readonly row: number;
  readonly column: number;
}

/** A product `out[rows, columns] = a[rows, k] · b[k, columns]` small enough for registers. */
export interface Tile {
  readonly rows: number;
  readonly columns: number;
  readonly k: number;
  readonly a: Matrix;
  readonly b: Matrix;
  readonly out: Matrix;
  /** Adds to what stands in `out` instead of replacing it. */
  readonly accumulate: boolean;
}

/** Number of columns in each vector of a tile. */
function vectorCounts(columns: number): number[] {
  return Array.from({ length: Math.ceil(columns / lanes) }, (_, vector) => Math.min(lanes, columns - vector * lanes));
}

/** `matrix` seen through another address. */
function through({ offset, row, column }: Matrix, address: Local<"i32">): Matrix {
  return { address, offset, row, column };
}

/** Emits the product of one tile. With `fused`, multiplication and addition round once. */
export function emitTile(code: FunctionBuilder, tile: Tile, fused: boolean): void {
  const { rows, columns, k, a, b, out, accumulate } = tile;
  const counts = vectorCounts(columns);
  const sums = Array.from({ length: rows }, () => counts.map(() => code.local("v128")));
  const store = (row: number) => ({
    address: out.address,
    offset: out.offset + row * out.row * elementBytes,
    stride: out.column,
    dtype: "float" as const,
  });
  for (const sum of sums.flat()) {
    code.i32x4(0);
    code.set(sum);
  }
  emitProducts(code, { k, a, b, counts, sums }, fused);
  sums.forEach((vectors, row) => {
    vectors.forEach((sum, vector) => {
      const count = counts[vector] ?? lanes;
      // A block is summed by itself first: of one long sum, the later parts would be rounded to the size of all before.
      if (accumulate) emitAddTo(code, sum, () => loadVector(code, store(row), vector * lanes, count));
      storeVector(code, store(row), vector * lanes, count, () => code.get(sum));
    });
  });
  code.release(...sums.flat());
}

/** `sum += addend`. */
export function emitAddTo(code: FunctionBuilder, sum: Local<"v128">, pushAddend: () => void): void {
  code.get(sum);
  pushAddend();
  code.simd(simd.f32x4Add);
  code.set(sum);
}

interface Products {
  readonly k: number;
  readonly a: Matrix;
  readonly b: Matrix;
  readonly counts: readonly number[];
  readonly sums: readonly (readonly Local<"v128">[])[];
}

/** The loop over k. */
function emitProducts(code: FunctionBuilder, { k, a, b, counts, sums }: Products, fused: boolean): void {
  const walkA = code.local("i32");
  const walkB = code.local("i32");
  code.get(a.address);
  code.set(walkA);
  code.get(b.address);
  code.set(walkB);
  const moving: Products = { k, a: through(a, walkA), b: through(b, walkB), counts, sums };
  // One step per iteration: of several, engines load all operands first and then run out of registers.
  code.repeat(k, () => {
    emitStep(code, moving, fused);
    code.advance(walkA, a.column * elementBytes);
    code.advance(walkB, b.row * elementBytes);
  });
  code.release(walkA, walkB);
}

/** One step of k: a column of `a` times a row of `b`. */
function emitStep(code: FunctionBuilder, { a, b, counts, sums }: Products, fused: boolean): void {
  const vectors = counts.map((count, vector) => {
    const local = code.local("v128");
    const access = { address: b.address, offset: b.offset, stride: b.column };
    loadVector(code, { ...access, dtype: "float" }, vector * lanes, count);
    code.set(local);
    return local;
  });
  const splat = code.local("v128");
  sums.forEach((row, index) => {
    const offset = pushAddress(code, a.address, a.offset + index * a.row * elementBytes);
    code.simdMemory(simdMemory.load32Splat, offset);
    code.set(splat);
    row.forEach((sum, vector) => {
      const factor = vectors[vector] ?? splat;
      emitMultiplyAdd(code, splat, factor, sum, fused);
    });
  });
  code.release(splat, ...vectors);
}

/** `sum += a * b`. */
export function emitMultiplyAdd(
  code: FunctionBuilder,
  a: Local<"v128">,
  b: Local<"v128">,
  sum: Local<"v128">,
  fused: boolean,
): void {
  if (fused) {
    code.get(a);
    code.get(b);
    code.get(sum);
    code.simd(relaxedSimd.f32x4RelaxedMadd);
  } else {
    code.get(sum);
    code.get(a);
    code.get(b);
    code.simd(simd.f32x4Mul);
    code.simd(simd.f32x4Add);
  }
  code.set(sum);
}

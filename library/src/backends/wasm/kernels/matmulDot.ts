// Matmul by dot products along k, for operands that both stand contiguous along it.
import type { FunctionBuilder, Local } from "../functionBuilder.ts";
import { simd } from "../opcodes/index.ts";
import { elementBytes } from "../planLayout.ts";
import { lanes, loadVector, storeVector, type VectorAccess } from "../vectorAccess.ts";
import { emitMultiplyAdd, type Tile } from "./matmulTile.ts";

/** Emits a tile of which `a` has contiguous rows and `b` contiguous columns. */
export function emitDotTile(code: FunctionBuilder, tile: Tile, fused: boolean): void {
  const { rows, columns, k, a, b, out, accumulate } = tile;
  const sums = Array.from({ length: rows }, () => Array.from({ length: columns }, () => zero(code)));
  const walkA = code.local("i32");
  const walkB = code.local("i32");
  code.get(a.address);
  code.set(walkA);
  code.get(b.address);
  code.set(walkB);
  const step = (position: number, count: number): void => {
    const load = (walk: Local<"i32">, offset: number): Local<"v128"> => {
      const local = code.local("v128");
      loadVector(code, { address: walk, offset, stride: 1, dtype: "float" }, position, count);
      code.set(local);
      return local;
    };
    const right = Array.from({ length: columns }, (_, column) =>
      load(walkB, b.offset + column * b.column * elementBytes),
    );
    sums.forEach((row, index) => {
      const left = load(walkA, a.offset + index * a.row * elementBytes);
      row.forEach((sum, column) => {
        emitMultiplyAdd(code, left, right[column] ?? left, sum, fused);
      });
      code.release(left);
    });
    code.release(...right);
  };
  emitAlong(code, k, [walkA, walkB], step);
  sums.forEach((row, index) => {
    const access: VectorAccess = {
      address: out.address,
      offset: out.offset + index * out.row * elementBytes,
      stride: out.column,
      dtype: "float",
    };
    for (let column = 0; column < columns; column += lanes) {
      const group = row.slice(column, column + lanes);
      storeVector(code, access, column, group.length, () => {
        emitSums(code, group);
        if (!accumulate) return;
        loadVector(code, access, column, group.length);
        code.simd(simd.f32x4Add);
      });
    }
  });
  code.release(walkA, walkB, ...sums.flat());
}

/** Loops over `size` contiguous elements in vectors, two per iteration. */
function emitAlong(
  code: FunctionBuilder,
  size: number,
  walks: readonly Local<"i32">[],
  step: (position: number, count: number) => void,
): void {
  const group = 2 * lanes;
  const iterations = size <= 2 * group ? 0 : Math.floor(size / group);
  code.repeat(iterations, () => {
    step(0, lanes);
    step(lanes, lanes);
    for (const walk of walks) code.advance(walk, group * elementBytes);
  });
  const rest = size - iterations * group;
  for (let position = 0; position < rest; position += lanes) step(position, Math.min(lanes, rest - position));
}

function zero(code: FunctionBuilder): Local<"v128"> {
  const local = code.local("v128");
  code.i32x4(0);
  code.set(local);
  return local;
}

/** Leaves on the stack a vector whose lane `i` is the sum over the lanes of vector `i`. */
function emitSums(code: FunctionBuilder, vectors: readonly Local<"v128">[]): void {
  const nothing = zero(code);
  const [a = nothing, b = nothing, c = nothing, d = nothing] = vectors;
  const ab = emitHalves(code, a, b, [0, 1, 4, 5], [2, 3, 6, 7]);
  const cd = emitHalves(code, c, d, [0, 1, 4, 5], [2, 3, 6, 7]);
  const sums = emitHalves(code, ab, cd, [0, 2, 4, 6], [1, 3, 5, 7]);
  code.get(sums);
  code.release(nothing, ab, cd, sums);
}

type Lanes = readonly [number, number, number, number];

function emitHalves(
  code: FunctionBuilder,
  left: Local<"v128">,
  right: Local<"v128">,
  first: Lanes,
  second: Lanes,
): Local<"v128"> {
  for (const order of [first, second]) {
    code.get(left);
    code.get(right);
    code.shuffle(order);
  }
  code.simd(simd.f32x4Add);
  const local = code.local("v128");
  code.set(local);
  return local;
}

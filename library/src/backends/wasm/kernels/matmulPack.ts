// Copies a panel of columns of matmul's second operand to working memory, in the order in which tiles read it.
import type { FunctionBuilder, Local } from "../functionBuilder.ts";
import { simdMemory } from "../opcodes/index.ts";
import { elementBytes } from "../planLayout.ts";
import { lanes, loadVector, pushAddress, storeVector } from "../vectorAccess.ts";
import type { Matrix } from "./matmulTile.ts";

/** Columns of a packed panel: whole vectors, the last one filled up with zeros. */
export function packedWidth(columns: number): number {
  return Math.ceil(columns / lanes) * lanes;
}

/** Emits the copy of `source[k, columns]` to `target[k, packedWidth(columns)]`, row-major. */
export function emitPack(code: FunctionBuilder, source: Matrix, target: Matrix, k: number, columns: number): void {
  const from = code.local("i32");
  const to = code.local("i32");
  code.get(source.address);
  code.set(from);
  code.get(target.address);
  code.set(to);
  const moving = { ...source, address: from };
  const packed = { ...target, address: to };
  const width = packedWidth(columns);
  const blocks = source.row === 1 && source.column !== 1 ? Math.floor(k / lanes) : 0;
  code.repeat(blocks, () => {
    for (let column = 0; column < columns; column += lanes) {
      emitTransposed(code, moving, packed, column, Math.min(lanes, columns - column), width);
    }
    code.advance(from, lanes * source.row * elementBytes);
    code.advance(to, lanes * width * elementBytes);
  });
  const rest = k - blocks * lanes;
  const grouped = blocks > 0 ? 0 : Math.floor(rest / lanes);
  code.repeat(grouped, () => {
    for (let row = 0; row < lanes; row += 1) emitRow(code, moving, packed, row, columns, width);
    code.advance(from, lanes * source.row * elementBytes);
    code.advance(to, lanes * width * elementBytes);
  });
  for (let row = 0; row < rest - grouped * lanes; row += 1) emitRow(code, moving, packed, row, columns, width);
  code.release(from, to);
}

/** One row, `row` rows from where the addresses stand. */
function emitRow(
  code: FunctionBuilder,
  source: Matrix,
  target: Matrix,
  row: number,
  columns: number,
  width: number,
): void {
  const from = { ...source, offset: source.offset + row * source.row * elementBytes, stride: source.column };
  const to = { ...target, offset: target.offset + row * width * elementBytes, stride: 1 };
  for (let column = 0; column < columns; column += lanes) {
    storeVector(code, { ...to, dtype: "float" }, column, lanes, () =>
      loadVector(code, { ...from, dtype: "float" }, column, Math.min(lanes, columns - column)),
    );
  }
}

/** Four rows of up to four columns, each of which stands contiguous in the source. */
function emitTransposed(
  code: FunctionBuilder,
  source: Matrix,
  target: Matrix,
  column: number,
  count: number,
  width: number,
): void {
  const vectors = Array.from({ length: lanes }, (_, index) => {
    const local = code.local("v128");
    if (index < count) {
      const start = source.offset + (column + index) * source.column * elementBytes;
      code.simdMemory(simdMemory.load, pushAddress(code, source.address, start));
    } else {
      code.i32x4(0);
    }
    code.set(local);
    return local;
  });
  const rows = emitTranspose(code, vectors);
  rows.forEach((row, index) => {
    code.get(target.address);
    code.get(row);
    code.simdMemory(simdMemory.store, target.offset + (index * width + column) * elementBytes);
  });
  code.release(...vectors, ...rows);
}

/** The transpose of four vectors, in new locals. */
export function emitTranspose(code: FunctionBuilder, vectors: readonly Local<"v128">[]): Local<"v128">[] {
  const shuffled = (
    left: Local<"v128"> | undefined,
    right: Local<"v128"> | undefined,
    order: readonly [number, number, number, number],
  ): Local<"v128"> => {
    const local = code.local("v128");
    if (left !== undefined) code.get(left);
    if (right !== undefined) code.get(right);
    code.shuffle(order);
    code.set(local);
    return local;
  };
  const [a, b, c, d] = vectors;
  const lowAb = shuffled(a, b, [0, 4, 1, 5]);
  const lowCd = shuffled(c, d, [0, 4, 1, 5]);
  const highAb = shuffled(a, b, [2, 6, 3, 7]);
  const highCd = shuffled(c, d, [2, 6, 3, 7]);
  const rows = [
    shuffled(lowAb, lowCd, [0, 1, 4, 5]),
    shuffled(lowAb, lowCd, [2, 3, 6, 7]),
    shuffled(highAb, highCd, [0, 1, 4, 5]),
    shuffled(highAb, highCd, [2, 3, 6, 7]),
  ];
  code.release(lowAb, lowCd, highAb, highCd);
  return rows;
}

// Contractions: products of matrices whose rows and whose depth are several axes each, as convolutions are.
import type { FunctionBuilder } from "../functionBuilder.ts";
import { type Axes, emitLoops, equalParts, mergeAxes, selectAxes, WalkerSet } from "../loopNest.ts";
import { elementBytes } from "../planLayout.ts";
import { lanes } from "../vectorAccess.ts";
import { emitContractionTile, type Start, type TileRow } from "./contractionTile.ts";
import { packedWidth } from "./matmulPack.ts";

/** `out[rows, column] = Σ a[rows, depth] b[depth, column]`. */
export interface Contraction {
  /** Axes of the rows, with strides of `a` and `out`. */
  readonly rows: Axes;
  /** Axes that are summed over, with strides of `a` and `b`; those of `b` are not used where it is packed. */
  readonly depth: Axes;
  readonly columns: number;
  readonly a: Start;
  /** `packed` by {@link emitPackPanels}, or with columns that have a stride in elements. */
  readonly b: Start & { readonly column: number | "packed" };
  readonly out: Start & { readonly column: number };
  /** Adds to what stands in `out` instead of replacing it; needed where `depth` is more than fits one block. */
  readonly accumulate: boolean;
}

/** Columns of a panel: two vectors, with four rows enough sums to hide the latency of additions in 16 registers. */
export const panelColumns = 2 * lanes;
const fusedRows = 6;
const separateRows = 4;
const narrowRows = 8;
/** Steps of depth for which a panel stays in the first cache. */
const maximumDepth = 1024;
/** Innermost rows up to which tiles reach over several axes, and as many rows as are then written without a loop. */
const shortRows = 7;
const straightRows = 32;

/** Number of elements along all axes. */
const countOf = ({ sizes }: Axes): number => sizes.reduce((product, size) => product * size, 1);

/**
 * Splits axes into outer and inner ones, of which there are at most `most` elements, where one axis is not more by
 * itself already.
 */
export function splitAxes(axes: Axes, most: number): { readonly outer: Axes; readonly inner: Axes } {
  const merged = mergeAxes(axes);
  const positions = merged.sizes.map((_, axis) => axis);
  let first = Math.max(0, positions.length - 1);
  while (first > 0 && countOf(selectAxes(merged, positions.slice(first - 1))) <= most) first -= 1;
  return { outer: selectAxes(merged, positions.slice(0, first)), inner: selectAxes(merged, positions.slice(first)) };
}

/** Emits a contraction: panels of columns, then rows, then depth. */
export function emitContraction(code: FunctionBuilder, contraction: Contraction, fused: boolean): void {
  const { columns, b, out } = contraction;
  const whole = Math.floor(columns / panelColumns);
  const walkers = new WalkerSet(code);
  const wide = b.column === "packed" ? countOf(contraction.depth) * panelColumns : panelColumns * b.column;
  const panel: Contraction = {
    ...contraction,
    b: { ...b, address: walkers.walk(b.address, 0, [wide * elementBytes]) },
    out: { ...out, address: walkers.walk(out.address, 0, [panelColumns * out.column * elementBytes]) },
  };
  const next = (): void => {
    for (const { local, strides } of walkers.walkers) code.advance(local, strides[0] ?? 0);
  };
  const rest = columns - whole * panelColumns;
  code.repeat(whole, () => {
    emitPanel(code, { ...panel, columns: panelColumns }, fused);
    if (whole > 1 || rest > 0) next();
  });
  if (rest > 0) emitPanel(code, { ...panel, columns: rest }, fused);
  walkers.release();
}

/** The axes of depth as a panel of `b` has them. */
function panelDepth({ depth, b, columns }: Contraction): Axes {
  if (b.column !== "packed") return depth;
  const width = packedWidth(columns);
  const strides = depth.sizes.map((_, axis) => depth.sizes.slice(axis + 1).reduce((a, size) => a * size, width));
  return { sizes: depth.sizes, strides: [depth.strides[0] ?? [], strides] };
}

/** All rows of one panel, for each block of depth. */
function emitPanel(code: FunctionBuilder, contraction: Contraction, fused: boolean): void {
  const { outer, inner } = splitAxes(panelDepth(contraction), maximumDepth);
  emitAlong(code, outer, [contraction.a, contraction.b], ([a = contraction.a, b = contraction.b]) => {
    emitRows(code, { ...contraction, depth: inner, a, b: { ...contraction.b, ...b } }, fused);
  });
}

/** Whether depth is summed in several blocks, each of which adds to the result. */
export function hasBlocks(contraction: Contraction): boolean {
  return splitAxes(panelDepth(contraction), maximumDepth).outer.sizes.length > 0;
}

/** Loops over axes along which starts move. */
export function emitAlong(
  code: FunctionBuilder,
  { sizes, strides }: Axes,
  starts: readonly Start[],
  body: (starts: readonly Start[]) => void,
): void {
  const walkers = new WalkerSet(code);
  const moving = starts.map(({ address, offset }, operand) => {
    const bytes = (strides[operand] ?? []).map((stride) => stride * elementBytes);
    return { address: walkers.walk(address, 0, bytes), offset };
  });
  emitLoops(code, [...sizes, 1], walkers.walkers, {
    innermost: () => {
      body(moving);
      return 0;
    },
  });
  walkers.release();
}

/** The rows of one panel for one block of depth. */
function emitRows(code: FunctionBuilder, contraction: Contraction, fused: boolean): void {
  const rows = mergeAxes(contraction.rows);
  const most = contraction.columns <= lanes ? narrowRows : fused ? fusedRows : separateRows;
  const last = rows.sizes.at(-1) ?? 1;
  const { outer, inner } = last > shortRows ? splitAxes(rows, 0) : splitAxes(rows, straightRows);
  emitAlong(code, outer, [contraction.a, contraction.out], ([a = contraction.a, out = contraction.out]) => {
    const at: Contraction = { ...contraction, a, out: { ...contraction.out, ...out } };
    if (last > shortRows) emitLongRows(code, at, inner, most, fused);
    else emitStraightRows(code, at, inner, most, fused);
  });
}

/** Tiles along one axis, in loops. */
function emitLongRows(code: FunctionBuilder, contraction: Contraction, rows: Axes, most: number, fused: boolean): void {
  const [size = 1] = rows.sizes;
  const [[strideA = 0] = [], [strideOut = 0] = []] = rows.strides;
  const walkers = new WalkerSet(code);
  const { a, out } = contraction;
  const at: Contraction = {
    ...contraction,
    a: { ...a, address: walkers.walk(a.address, 0, [strideA * elementBytes]) },
    out: { ...out, address: walkers.walk(out.address, 0, [strideOut * elementBytes]) },
  };
  for (const { size: tile, count } of equalParts(size, most)) {
    const places = Array.from({ length: tile }, (_, row) => ({ a: row * strideA, out: row * strideOut }));
    code.repeat(count, () => {
      emitTileOf(code, at, places, fused);
      for (const { local, strides } of walkers.walkers) code.advance(local, tile * (strides[0] ?? 0));
    });
  }
  walkers.release();
}

/** Tiles of rows anywhere, one after another. */
function emitStraightRows(
  code: FunctionBuilder,
  contraction: Contraction,
  rows: Axes,
  most: number,
  fused: boolean,
): void {
  const places = placesOf(rows);
  let first = 0;
  for (const { size, count } of equalParts(places.length, most)) {
    for (let tile = 0; tile < count; tile += 1) {
      emitTileOf(code, contraction, places.slice(first, first + size), fused);
      first += size;
    }
  }
}

/** The places of all rows, in order. */
function placesOf({ sizes, strides }: Axes): TileRow[] {
  const [alongA = [], alongOut = []] = strides;
  return sizes.reduce<TileRow[]>(
    (places, size, axis) =>
      places.flatMap(({ a, out }) =>
        Array.from({ length: size }, (_, step) => ({
          a: a + step * (alongA[axis] ?? 0),
          out: out + step * (alongOut[axis] ?? 0),
        })),
      ),
    [{ a: 0, out: 0 }],
  );
}

function emitTileOf(code: FunctionBuilder, contraction: Contraction, rows: readonly TileRow[], fused: boolean): void {
  const { b } = contraction;
  const column = b.column === "packed" ? 1 : b.column;
  emitContractionTile(code, { ...contraction, rows, b: { ...b, column } }, fused);
}

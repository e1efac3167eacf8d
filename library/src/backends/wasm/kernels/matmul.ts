// matmul: products of matrices with any strides, in register tiles specialised to the shapes.
import type { KernelStep } from "../../../graph/index.ts";
import { BackendError, sizeOf, type View } from "../../../tensor/index.ts";
import type { FunctionBuilder, Local } from "../functionBuilder.ts";
import { type Axes, emitLoops, equalParts, mergeAxes, WalkerSet } from "../loopNest.ts";
import { elementBytes } from "../planLayout.ts";
import type { StepCode } from "../stepCode.ts";
import { lanes } from "../vectorAccess.ts";
import type { Kernel } from "./kernel.ts";
import { emitDotTile } from "./matmulDot.ts";
import { emitPack, packedWidth } from "./matmulPack.ts";
import { emitTile, type Matrix, type Tile } from "./matmulTile.ts";

/** Strides of one operand, in elements. */
interface Strides {
  readonly row: number;
  readonly column: number;
}

/** One or more products of equal shape: `out[m, n] = a[m, k] · b[k, n]`. */
interface Product {
  readonly m: number;
  readonly n: number;
  readonly k: number;
  readonly a: Strides;
  readonly b: Strides;
  readonly out: Strides;
  /** Loops over further axes, with strides of a, b and out. */
  readonly batch: Axes;
  /** Whether a and b have changed places, the result being computed transposed. */
  readonly swapped: boolean;
  readonly method: Method;
}

/** How a product is computed: panels of b where they stand, or copied to working memory, or by dot products. */
type Method = "direct" | "packed" | "dot";

/** Steps of k for which a panel stays in the first cache. */
const maximumDepth = 512;
/** A single row is computed in flatter blocks where the matrix is large: it is then read more nearly as it stands. */
const rowDepth = 32;
const rowBytes = 1 << 18;
/** Rows from which copying a panel that stands badly in memory pays. */
const packingRows = 32;
/** Bytes of the second operand from which its panels are copied even though they could be read where they are. */
const packingBytes = 1 << 18;
/** With fewer rows, dot products beat copying panels of a transposed operand. */
const dotRows = 8;
const dotDepth = 8;
/** Steps of k after which dot products begin new sums: four lanes of each sum as many numbers as a block does. */
const dotBlock = 4 * maximumDepth;

/** The row and column strides of a matrix, and those of the axes before. */
function split({ shape, strides }: View, rank: number): { matrix: Strides; batch: number[] } {
  const missing = rank - shape.length;
  const batch = Array.from({ length: rank - 2 }, (_, axis) => {
    const own = axis - missing;
    return own < 0 || shape[own] === 1 ? 0 : (strides[own] ?? 0);
  });
  return { matrix: { row: strides.at(-2) ?? 0, column: strides.at(-1) ?? 0 }, batch };
}

/** The product that views describe, its batch merged into the rows where that is the same thing. */
function productOf(inputs: readonly View[], output: View): Product {
  const [first, second] = inputs;
  if (first === undefined || second === undefined || output.shape.length < 2) {
    throw new BackendError("matmul takes two operands with at least two axes each");
  }
  const rank = output.shape.length;
  const [a, b, out] = [split(first, rank), split(second, rank), split(output, rank)];
  const batch = mergeAxes({ sizes: output.shape.slice(0, -2), strides: [a.batch, b.batch, out.batch] });
  const product = {
    m: output.shape.at(-2) ?? 1,
    n: output.shape.at(-1) ?? 1,
    k: first.shape.at(-1) ?? 1,
    a: a.matrix,
    b: b.matrix,
    out: out.matrix,
    batch,
    swapped: false,
  };
  const normal = transposeColumn(batchAsRows(product));
  return { ...normal, method: methodOf(normal) };
}

type Described = Omit<Product, "method">;

/** `[batch, m, k] · [k, n]` is `[batch * m, k] · [k, n]`. */
function batchAsRows(product: Described): Described {
  const { m, a, out, batch } = product;
  const size = batch.sizes.at(-1);
  const [strideA, strideB, strideOut] = batch.strides.map((strides) => strides.at(-1));
  if (size === undefined || strideB !== 0) return product;
  const [rowA, rowOut] = m === 1 ? [strideA, strideOut] : [a.row, out.row];
  if (strideA !== m * (rowA ?? 0) || strideOut !== m * (rowOut ?? 0)) return product;
  return {
    ...product,
    m: m * size,
    a: { ...a, row: rowA ?? 0 },
    out: { ...out, row: rowOut ?? 0 },
    batch: { sizes: batch.sizes.slice(0, -1), strides: batch.strides.map((strides) => strides.slice(0, -1)) },
  };
}

/** A single column is computed as a row, transposed: vectors run along the longer side. */
function transposeColumn(product: Described): Described {
  const { m, n, a, b, out, batch } = product;
  if (n !== 1 || m === 1) return product;
  const flip = ({ row, column }: Strides): Strides => ({ row: column, column: row });
  const [strideA = [], strideB = [], strideOut = []] = batch.strides;
  return {
    ...product,
    m: 1,
    n: m,
    a: flip(b),
    b: flip(a),
    out: flip(out),
    batch: { sizes: batch.sizes, strides: [strideB, strideA, strideOut] },
    swapped: true,
  };
}

function methodOf({ m, n, k, a, b }: Described): Method {
  const contiguousRows = b.column === 1 || n === 1;
  if (a.column === 1 && b.row === 1 && !contiguousRows && m < dotRows && k >= dotDepth) return "dot";
  if (!contiguousRows) return "packed";
  return m >= packingRows && k * b.row * elementBytes > packingBytes ? "packed" : "direct";
}

/** Rows and columns of the register tile: enough sums to hide the latency of additions, few enough for 16 registers. */
function tileOf({ m, n, method }: Product, fused: boolean): { rows: number; columns: number } {
  const most = fused ? 6 : 4;
  if (method === "dot") return m === 1 ? { rows: 1, columns: 2 * lanes } : { rows: 2, columns: lanes };
  if (n <= lanes) return { rows: Math.min(m, 8), columns: lanes };
  if (m === 1) return { rows: 1, columns: 8 * lanes };
  if (m === 2) return { rows: 2, columns: 4 * lanes };
  if (m === 3) return { rows: 3, columns: 3 * lanes };
  return { rows: Math.min(m, most), columns: 2 * lanes };
}

/** `address += amount` in a new local. */
function copyOf(code: FunctionBuilder, address: Local<"i32">): Local<"i32"> {
  const local = code.local("i32");
  code.get(address);
  code.set(local);
  return local;
}

interface Operands {
  readonly a: Matrix;
  readonly b: Matrix;
  readonly out: Matrix;
  readonly scratch: Matrix | undefined;
}

/** Steps of k per block, as equal as possible. */
function depthOf({ m, n, k, method }: Product): number {
  const most = method === "dot" ? dotBlock : m === 1 && k * n * elementBytes > rowBytes ? rowDepth : maximumDepth;
  return Math.ceil(k / Math.max(1, Math.ceil(k / most)));
}

/** Emits one product: blocks of k, panels of columns, tiles of rows. */
function emitProduct(code: FunctionBuilder, product: Product, operands: Operands, fused: boolean): void {
  const { k } = product;
  const depth = depthOf(product);
  const whole = depth === 0 ? 0 : Math.floor(k / depth);
  const blockA = copyOf(code, operands.a.address);
  const blockB = copyOf(code, operands.b.address);
  const at: Operands = { ...operands, a: { ...operands.a, address: blockA }, b: { ...operands.b, address: blockB } };
  const next = (): void => {
    code.advance(blockA, depth * product.a.column * elementBytes);
    code.advance(blockB, depth * product.b.row * elementBytes);
  };
  emitPanels(code, { ...product, k: depth }, at, fused, false);
  if (whole * depth < k || whole > 1) next();
  code.repeat(whole - 1, () => {
    emitPanels(code, { ...product, k: depth }, at, fused, true);
    next();
  });
  if (whole * depth < k) emitPanels(code, { ...product, k: k - whole * depth }, at, fused, true);
  code.release(blockA, blockB);
}

/** Emits the panels of one block of k. */
function emitPanels(
  code: FunctionBuilder,
  product: Product,
  operands: Operands,
  fused: boolean,
  accumulate: boolean,
): void {
  const { n, b, out } = product;
  const tile = tileOf(product, fused);
  const whole = Math.floor(n / tile.columns);
  const panelB = copyOf(code, operands.b.address);
  const panelOut = copyOf(code, operands.out.address);
  const panel: Operands = {
    ...operands,
    b: { ...operands.b, address: panelB },
    out: { ...operands.out, address: panelOut },
  };
  const emit = (columns: number): void => emitPanel(code, product, panel, { ...tile, columns }, fused, accumulate);
  code.repeat(whole, () => {
    emit(tile.columns);
    code.advance(panelB, tile.columns * b.column * elementBytes);
    code.advance(panelOut, tile.columns * out.column * elementBytes);
  });
  if (n % tile.columns > 0) emit(n % tile.columns);
  code.release(panelB, panelOut);
}

/** Emits all tiles of one panel of columns. */
function emitPanel(
  code: FunctionBuilder,
  product: Product,
  operands: Operands,
  { rows, columns }: { readonly rows: number; readonly columns: number },
  fused: boolean,
  accumulate: boolean,
): void {
  const { m, k, a, out, method } = product;
  const { scratch } = operands;
  if (scratch !== undefined) emitPack(code, operands.b, scratch, k, columns);
  const b = scratch === undefined ? operands.b : { ...scratch, row: packedWidth(columns), column: 1 };
  const tileA = copyOf(code, operands.a.address);
  const tileOut = copyOf(code, operands.out.address);
  for (const { size, count } of equalParts(m, rows)) {
    code.repeat(count, () => {
      const tile: Tile = {
        rows: size,
        columns,
        k,
        a: { ...operands.a, address: tileA },
        b,
        out: { ...operands.out, address: tileOut },
        accumulate,
      };
      if (method === "dot") emitDotTile(code, tile, fused);
      else emitTile(code, tile, fused);
      code.advance(tileA, size * a.row * elementBytes);
      code.advance(tileOut, size * out.row * elementBytes);
    });
  }
  code.release(tileA, tileOut);
}

function emit(step: StepCode, { inputs, output, scratch }: KernelStep): void {
  if (sizeOf(output.view.shape) === 0) return;
  const views = inputs.map(({ view }) => view);
  const product = productOf(views, output.view);
  const [first, second] = product.swapped ? [inputs[1], inputs[0]] : inputs;
  if (first === undefined || second === undefined) return;
  const { code, layout, options } = step;
  const axes = product.batch.sizes.length > 0 ? product.batch : { sizes: [1], strides: [[0], [0], [0]] };
  const walkers = new WalkerSet(code);
  const matrix = (access: typeof first, position: number, { row, column }: Strides): Matrix => {
    const place = layout.placeOf(access);
    const bytes = (axes.strides[position] ?? []).map((stride) => stride * elementBytes);
    // An address that moves down must itself point to the element: an offset in the code cannot be negative.
    const inCode = Math.min(row, column, ...bytes) < 0 ? 0 : place.offset;
    return { address: walkers.walk(step.base(place), place.offset - inCode, bytes), offset: inCode, row, column };
  };
  const operands: Operands = {
    a: matrix(first, 0, product.a),
    b: matrix(second, 1, product.b),
    out: matrix(output, 2, product.out),
    scratch: scratch && product.method === "packed" ? scratchMatrix(step, scratch) : undefined,
  };
  emitLoops(code, [...axes.sizes, 1], walkers.walkers, {
    innermost: () => {
      emitProduct(code, product, operands, options.fused);
      return 0;
    },
  });
  walkers.release();
}

function scratchMatrix(step: StepCode, scratch: NonNullable<KernelStep["scratch"]>): Matrix {
  const place = step.layout.placeOf(scratch);
  return { address: step.base(place), offset: place.offset, row: 0, column: 1 };
}

/** The product of matrices, batched; operands may be transposed or broadcast views. */
export const matmulKernel: Kernel = {
  operation: "matmul",
  readsStrides: true,
  scratchSize: (inputs, output) => {
    if (sizeOf(output.shape) === 0) return 0;
    const product = productOf(inputs, output);
    if (product.method !== "packed") return 0;
    return Math.min(product.k, maximumDepth) * 8 * lanes;
  },
  emit,
};

// convolve2DTranspose: the adjoint of convolution in its pictures, some rows of windows at a time.
import type { KernelStep } from "../../../graph/index.ts";
import { sizeOf, type View } from "../../../tensor/index.ts";
import { equalParts } from "../loopNest.ts";
import { elementBytes } from "../planLayout.ts";
import type { StepCode } from "../stepCode.ts";
import { emitAddWindows } from "./addWindows.ts";
import { type Contraction, emitAlong, emitContraction } from "./contraction.ts";
import { after, scratchStart, startOf, twoOperands, type WindowStrides, windowStrides } from "./convolution.ts";
import type { Kernel } from "./kernel.ts";
import { packedWidth } from "./matmulPack.ts";
import { emitPackPanels, packedSize } from "./packPanels.ts";
import { emitZeros } from "./zeros.ts";

/** Bytes of windows that are computed before they are added to the pictures: they should stay in the first caches. */
const blockBytes = 1 << 15;

interface Sizes {
  readonly batches: number;
  readonly rows: number;
  readonly columns: number;
  readonly filters: number;
  /** Height, width and channels of a window. */
  readonly window: readonly number[];
  /** Elements of a window in working memory. */
  readonly width: number;
  /** Rows of windows at a time. */
  readonly rowsAtOnce: number;
}

function sizesOf(y: View, kernel: View): Sizes {
  const [batches = 0, rows = 0, columns = 0, filters = 0] = y.shape;
  const window = kernel.shape.slice(0, 3);
  const width = packedWidth(sizeOf(window));
  const rowsAtOnce = Math.max(1, Math.min(rows, Math.floor(blockBytes / (columns * width * elementBytes))));
  return { batches, rows, columns, filters, window, width, rowsAtOnce };
}

function emit(step: StepCode, kernelStep: KernelStep): void {
  const { output, attributes } = kernelStep;
  const [y, kernel] = twoOperands(kernelStep);
  if (sizeOf(output.view.shape) === 0) return;
  emitZeros(step, output);
  if (sizeOf(y.view.shape) === 0) return;
  const sizes = sizesOf(y.view, kernel.view);
  const { code } = step;
  const packed = scratchStart(step, kernelStep);
  const depth = { sizes: [sizes.filters], strides: [[1]] };
  const matrix = { depth, columns: sizeOf(sizes.window), column: sizes.filters, start: startOf(step, kernel) };
  emitPackPanels(code, matrix, packed);
  const target = windowStrides(output.view.strides, attributes);
  const [alongBatch = 0, alongRow = 0] = y.view.strides;
  const block = after(packed, packedSize([sizes.filters], sizeOf(sizes.window)));
  const batches = { sizes: [sizes.batches], strides: [[alongBatch], [target.batch]] };
  emitAlong(code, batches, [startOf(step, y), startOf(step, output)], ([from, to]) => {
    if (from === undefined || to === undefined) return;
    let first = 0;
    for (const { size, count } of equalParts(sizes.rows, sizes.rowsAtOnce)) {
      const blocks = { sizes: [count], strides: [[size * alongRow], [size * target.between[0]]] };
      const starts = [after(from, first * alongRow), after(to, first * target.between[0])];
      emitAlong(code, blocks, starts, ([a, picture]) => {
        if (a === undefined || picture === undefined) return;
        emitProducts(step, { ...sizes, rows: size }, { a, packed, block, strides: y.view.strides });
        emitSums(step, { ...sizes, rows: size }, block, picture, target);
      });
      first += size * count;
    }
  });
}

interface Operands {
  readonly a: Contraction["a"];
  readonly packed: Contraction["a"];
  readonly block: Contraction["a"];
  readonly strides: readonly number[];
}

/** The windows of some rows, in working memory. */
function emitProducts(step: StepCode, sizes: Sizes, { a, packed, block, strides }: Operands): void {
  const { rows, columns, filters, window, width } = sizes;
  const [, alongRow = 0, alongColumn = 0, alongFilter = 0] = strides;
  const rowMajor = [columns * width, width];
  const contraction: Contraction = {
    rows: { sizes: [rows, columns], strides: [[alongRow, alongColumn], rowMajor] },
    depth: { sizes: [filters], strides: [[alongFilter]] },
    columns: sizeOf(window),
    a,
    b: { ...packed, column: "packed" },
    out: { ...block, column: 1 },
    accumulate: false,
  };
  emitContraction(step.code, contraction, step.options.fused);
}

function emitSums(step: StepCode, sizes: Sizes, from: Operands["a"], to: Operands["a"], target: WindowStrides): void {
  const { rows, columns, window, width } = sizes;
  const [height = 1, across = 1, channels = 1] = window;
  const strides = [columns * width, width, across * channels, channels, 1];
  emitAddWindows(step, { sizes: [rows, columns, height, across, channels], strides, from, to, target });
}

/** The derivative of convolutions by their pictures; working memory holds the packed kernel and some rows of windows. */
export const convolve2DTransposeKernel: Kernel = {
  operation: "convolve2DTranspose",
  readsStrides: false,
  scratchSize: ([y, kernel], output) => {
    if (y === undefined || kernel === undefined || sizeOf(output.shape) === 0 || sizeOf(y.shape) === 0) return 0;
    const { columns, filters, window, width, rowsAtOnce } = sizesOf(y, kernel);
    return packedSize([filters], sizeOf(window)) + rowsAtOnce * columns * width;
  },
  emit,
};

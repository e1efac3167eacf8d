// convolve2D: windows of pictures times the packed kernel, each window read where it stands.
import type { KernelStep } from "../../../graph/index.ts";
import { sizeOf } from "../../../tensor/index.ts";
import type { StepCode } from "../stepCode.ts";
import { type Contraction, emitAlong, emitContraction, hasBlocks } from "./contraction.ts";
import { scratchStart, startOf, twoOperands, windowStrides } from "./convolution.ts";
import type { Kernel } from "./kernel.ts";
import { emitPackPanels, packedSize } from "./packPanels.ts";
import { emitZeros } from "./zeros.ts";

/** With fewer windows in a picture, tiles reach over several pictures. */
const fewWindows = 16;

function emit(step: StepCode, kernelStep: KernelStep): void {
  const { output, attributes } = kernelStep;
  const [x, kernel] = twoOperands(kernelStep);
  if (sizeOf(output.view.shape) === 0) return;
  if (sizeOf(kernel.view.shape) === 0) {
    emitZeros(step, output);
    return;
  }
  const { code, options } = step;
  const windows = windowStrides(x.view.strides, attributes);
  const [batches = 1, rows = 1, columns = 1, filters = 1] = output.view.shape;
  const [outBatch = 0, outRow = 0, outColumn = 0, outFilter = 0] = output.view.strides;
  const depth = kernel.view.shape.slice(0, 3);
  const packed = scratchStart(step, kernelStep);
  const [alongKernel, column] = [kernel.view.strides.slice(0, 3), kernel.view.strides[3] ?? 0];
  emitPackPanels(
    code,
    { depth: { sizes: depth, strides: [alongKernel] }, columns: filters, column, start: startOf(step, kernel) },
    packed,
  );
  const isWhole = rows * columns < fewWindows;
  const batch = { sizes: [batches], strides: [[windows.batch], [outBatch]] };
  const picture = { sizes: [rows, columns], strides: [[...windows.between], [outRow, outColumn]] };
  const contraction: Contraction = {
    rows: isWhole
      ? {
          sizes: [batches, rows, columns],
          strides: picture.strides.map((own, at) => [...(batch.strides[at] ?? []), ...own]),
        }
      : picture,
    depth: { sizes: depth, strides: [[...windows.inside]] },
    columns: filters,
    a: startOf(step, x),
    b: { ...packed, column: "packed" },
    out: { ...startOf(step, output), column: outFilter },
    accumulate: false,
  };
  const accumulate = hasBlocks(contraction);
  if (accumulate) emitZeros(step, output);
  const outer = isWhole ? { sizes: [], strides: [[], []] } : batch;
  emitAlong(code, outer, [contraction.a, contraction.out], ([a = contraction.a, out = contraction.out]) => {
    emitContraction(code, { ...contraction, a, out: { ...contraction.out, ...out }, accumulate }, options.fused);
  });
}

/** Convolutions; the kernel is packed once for all pictures. */
export const convolve2DKernel: Kernel = {
  operation: "convolve2D",
  readsStrides: true,
  scratchSize: ([, kernel], output) =>
    sizeOf(output.shape) === 0 ? 0 : packedSize(kernel?.shape.slice(0, 3) ?? [], kernel?.shape[3] ?? 0),
  emit,
};

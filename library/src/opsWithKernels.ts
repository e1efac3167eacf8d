// All operations; those that have kernels of their own bring them along, so that nobody else's bundle holds them.
import { convolutionKernels, loopKernels, poolingKernels, scatterKernels, withKernels } from "./backends/index.ts";
import * as ops from "./ops/index.ts";

export * from "./ops/index.ts";

/** The mean of each window. */
export const averagePool2D: typeof ops.averagePool2D = withKernels(ops.averagePool2D, poolingKernels);

/** Windows of pictures, weighed by a kernel. */
export const convolve2D: typeof ops.convolve2D = withKernels(ops.convolve2D, convolutionKernels);

/** The adjoint of a convolution in its kernel. */
export const convolve2DKernel: typeof ops.convolve2DKernel = withKernels(ops.convolve2DKernel, convolutionKernels);

/** The adjoint of a convolution in its pictures. */
export const convolve2DTranspose: typeof ops.convolve2DTranspose = withKernels(
  ops.convolve2DTranspose,
  convolutionKernels,
);

/** Rows that indices name. */
export const gather: typeof ops.gather = withKernels(ops.gather, scatterKernels);

/** The largest element of each window. */
export const maxPool2D: typeof ops.maxPool2D = withKernels(ops.maxPool2D, poolingKernels);

/** The adjoint of `maxPool2D`. */
export const maxUnpool2D: typeof ops.maxUnpool2D = withKernels(ops.maxUnpool2D, poolingKernels);

/** Elements at the places of the largest ones of each window. */
export const poolAtMaxima2D: typeof ops.poolAtMaxima2D = withKernels(ops.poolAtMaxima2D, poolingKernels);

/** Rows added up at the places that indices name. */
export const scatterAdd: typeof ops.scatterAdd = withKernels(ops.scatterAdd, scatterKernels);

/** A graph that is run once for each step of a sequence. */
export const scan: typeof ops.scan = withKernels(ops.scan, loopKernels);

/** The sum of what windows hold at each place. */
export const sumWindows2D: typeof ops.sumWindows2D = withKernels(ops.sumWindows2D, poolingKernels);

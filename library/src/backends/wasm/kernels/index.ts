// The kernels folder: operations that the wasm backend computes with code of its own.
import { convolve2DKernel } from "./convolve2D.ts";
import { convolve2DKernelKernel } from "./convolve2DKernel.ts";
import { convolve2DTransposeKernel } from "./convolve2DTranspose.ts";
import type { Kernel } from "./kernel.ts";
import { maxPool2DKernel } from "./maxPool2D.ts";
import { maxUnpool2DKernel } from "./maxUnpool2D.ts";
import { scanKernel } from "./scan.ts";
import { scatterAddKernel } from "./scatterAdd.ts";
import { sumWindows2DKernel } from "./sumWindows2D.ts";

export * from "./addWindows.ts";
export * from "./contraction.ts";
export * from "./contractionTile.ts";
export * from "./convolution.ts";
export * from "./convolve2D.ts";
export * from "./convolve2DKernel.ts";
export * from "./convolve2DTranspose.ts";
export * from "./gather.ts";
export * from "./indexedRows.ts";
export * from "./kernel.ts";
export * from "./knownKernels.ts";
export * from "./matmul.ts";
export * from "./matmulDot.ts";
export * from "./matmulPack.ts";
export * from "./matmulTile.ts";
export * from "./maxPool2D.ts";
export * from "./maxUnpool2D.ts";
export * from "./packPanels.ts";
export * from "./pooling.ts";
export * from "./scan.ts";
export * from "./scatterAdd.ts";
export * from "./sumWindows2D.ts";
export * from "./zeros.ts";

/** What convolutions and their derivatives need. */
export const convolutionKernels: readonly Kernel[] = [
  convolve2DKernel,
  convolve2DKernelKernel,
  convolve2DTransposeKernel,
];

/** What pooling and its derivatives need. */
export const poolingKernels: readonly Kernel[] = [sumWindows2DKernel, maxPool2DKernel, maxUnpool2DKernel];

/** What loops over sequences and their derivatives need. */
export const loopKernels: readonly Kernel[] = [scanKernel];

/** What the derivative of gathering by learned values needs. */
export const scatterKernels: readonly Kernel[] = [scatterAddKernel];

/** All kernels that are not in every bundle. */
export const furtherKernels: readonly Kernel[] = convolutionKernels.concat(poolingKernels, loopKernels, scatterKernels);

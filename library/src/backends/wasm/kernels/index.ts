// The kernels folder: operations that the wasm backend computes with code of its own.
import { gatherKernel } from "./gather.ts";
import type { Kernel } from "./kernel.ts";
import { matmulKernel } from "./matmul.ts";
import { scatterAddKernel } from "./scatterAdd.ts";

export * from "./gather.ts";
export * from "./indexedRows.ts";
export * from "./kernel.ts";
export * from "./matmul.ts";
export * from "./matmulDot.ts";
export * from "./matmulPack.ts";
export * from "./matmulTile.ts";
export * from "./scatterAdd.ts";

const list: readonly Kernel[] = [matmulKernel, gatherKernel, scatterAddKernel];

/** Kernels by the name of their operation. */
export const kernels: ReadonlyMap<string, Kernel> = new Map(list.map((kernel) => [kernel.operation, kernel]));

// The kernels folder: operations that the wasm backend computes with code of its own.
import type { Kernel } from "./kernel.ts";
import { matmulKernel } from "./matmul.ts";

export * from "./kernel.ts";
export * from "./matmul.ts";
export * from "./matmulDot.ts";
export * from "./matmulPack.ts";
export * from "./matmulTile.ts";

const list: readonly Kernel[] = [matmulKernel];

/** Kernels by the name of their operation. */
export const kernels: ReadonlyMap<string, Kernel> = new Map(list.map((kernel) => [kernel.operation, kernel]));

// The kernels folder: operations that the wasm backend computes with code of its own.
import type { Kernel } from "./kernel.ts";

export * from "./kernel.ts";

const list: readonly Kernel[] = [];

/** Kernels by the name of their operation. */
export const kernels: ReadonlyMap<string, Kernel> = new Map(list.map((kernel) => [kernel.operation, kernel]));

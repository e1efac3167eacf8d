// knownKernels: the kernels that plans are compiled with. A bundle need not hold those of operations that it never runs.
import { gatherKernel } from "./gather.ts";
import type { Kernel } from "./kernel.ts";
import { matmulKernel } from "./matmul.ts";

const always: readonly Kernel[] = [matmulKernel, gatherKernel];
const known = new Map(always.map((kernel) => [kernel.operation, kernel]));

/** Kernels by the name of their operation: those that every network needs, and those that were added. */
export const knownKernels: ReadonlyMap<string, Kernel> = known;

/** Adds kernels. */
export function addKernels(kernels: readonly Kernel[]): void {
  for (const kernel of kernels) known.set(kernel.operation, kernel);
}

/** Gives something back after adding the kernels that its operations need: what is never used adds none. */
export function withKernels<T>(value: T, kernels: readonly Kernel[]): T {
  addKernels(kernels);
  return value;
}

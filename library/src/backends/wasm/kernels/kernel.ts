// What the backend knows of an operation that it computes with code of its own.
import type { KernelStep, Plan } from "../../../graph/index.ts";
import type { View } from "../../../tensor/index.ts";
import type { StepCode } from "../stepCode.ts";

/** One kernel: adding one is a file in this folder and a line in its list. */
export interface Kernel {
  /** Name of the operation. */
  readonly operation: string;
  /** Whether operands may have any strides; otherwise they are row-major. */
  readonly readsStrides: boolean;
  /** Elements of working memory that `emit` will ask for; `body` is what a loop repeats. */
  scratchSize(inputs: readonly View[], output: View, body?: Plan): number;
  /** Writes the code. Shapes, strides and offsets are known: they are part of the code. */
  emit(step: StepCode, kernel: KernelStep): void;
}

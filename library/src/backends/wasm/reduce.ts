// Code of reductions: a fused loop whose values are combined over some axes.
import type { ReduceStep } from "../../graph/index.ts";
import type { StepCode } from "./stepCode.ts";
export function emitReduce(step: StepCode, reduce: ReduceStep): void {
  void step;
  void reduce;
}

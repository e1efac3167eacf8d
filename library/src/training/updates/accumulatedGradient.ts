// Gradients of several steps, whose mean makes one change of the parameters.
import { add, divide, greaterOrEqual, select } from "../../ops/index.ts";
import { GraphError, type Tensor } from "../../tensor/index.ts";

/** The slots of accumulation. */
export const accumulationSlots = {
  accumulatedGradient: { initial: 0 },
  accumulatedSteps: { initial: 0, scalar: true },
} as const;

/** The mean gradient, which counts only where it is due. */
export interface Accumulation {
  readonly gradient: Tensor;
  /** A scalar: whether parameters change in this step. */
  readonly isDue: Tensor;
  readonly slots: ReadonlyMap<string, Tensor>;
}

/** Adds the gradient of this step to those before it; they begin anew after every `steps`-th one. */
export function accumulatedGradient(gradient: Tensor, slots: ReadonlyMap<string, Tensor>, steps: number): Accumulation {
  const [sum, count] = [slots.get("accumulatedGradient"), slots.get("accumulatedSteps")];
  if (sum === undefined || count === undefined) throw new GraphError("the slots of accumulated gradients are missing");
  const [nextSum, nextCount] = [add(sum, gradient), add(count, 1)];
  const isDue = greaterOrEqual(nextCount, steps);
  return {
    gradient: divide(nextSum, steps),
    isDue,
    slots: new Map([
      ["accumulatedGradient", select(isDue, 0, nextSum)],
      ["accumulatedSteps", select(isDue, 0, nextCount)],
    ]),
  };
}

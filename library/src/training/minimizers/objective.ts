// What is minimized: a function of all parameters at once, and what it gives.
import type { Eventually } from "../../backends/index.ts";

/** Loss and gradient at one point. */
export interface Evaluation {
  readonly loss: number;
  /** One number for each parameter. */
  readonly gradient: Float64Array;
}

/**
 * The function that is minimized. At the same parameters it must give the same numbers; whatever else it returns is
 * handed on untouched. It must not change the parameters nor keep them.
 */
export type Objective<E extends Evaluation = Evaluation> = (parameters: Float64Array) => Eventually<E>;

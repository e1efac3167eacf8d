// What a line search is: it looks along a direction for a step that lowers the loss enough.
import type { Evaluation } from "./objective.ts";

/** The loss at one place on the line. */
export interface Trial<E extends Evaluation = Evaluation> {
  /** How far along the direction. */
  readonly step: number;
  readonly loss: number;
  /** Derivative of the loss with respect to the step. */
  readonly slope: number;
  readonly parameters: Float64Array;
  readonly evaluation: E;
}

/** The line that is searched. */
export interface Line<E extends Evaluation = Evaluation> {
  readonly start: Trial<E>;
  readonly direction: Float64Array;
  /** Computes the loss there. Each call is one evaluation of the function. */
  at(step: number): Promise<Trial<E>>;
}

/** A rule by which steps are found. */
export interface LineSearch {
  /** The step to try in the first iteration, when nothing is known of the curvature. */
  firstStep(gradient: Float64Array): number;
  /** The step to try in all others. */
  readonly nextStep: number;
  /**
   * Finds a place with a finite loss and gradient, which is lower than the start unless the rule does not ask for it.
   * Undefined where there is none.
   */
  search<E extends Evaluation>(line: Line<E>, firstStep: number): Promise<Trial<E> | undefined>;
}

/** Whether loss and gradient are finite numbers. */
export function isFiniteTrial({ loss, slope, evaluation }: Trial): boolean {
  if (!Number.isFinite(loss) || !Number.isFinite(slope)) return false;
  let zero = 0;
  // A product with 0 is 0, or NaN for NaN and the infinities, and NaN stays in the sum.
  for (const value of evaluation.gradient) zero += value * 0;
  return zero === 0;
}

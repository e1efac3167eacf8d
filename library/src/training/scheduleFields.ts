// What schedules share: fields, and the formulas of decays.
import { decimal, type Field, wholeNumber } from "../nn/index.ts";

/** The field of the rate of the first step. */
export function initialRateField(): Field<number> {
  return decimal({ minimum: 0, description: "Rate of the first step" });
}

/** The field of the steps that a decay takes. */
export function decayStepsField(description: string): Field<number> {
  return wholeNumber({ minimum: 1, description });
}

/** The field of the share of a rate that a cosine leaves. */
export function alphaField(): Field<number> {
  return decimal({ minimum: 0, maximum: 1, description: "Share of the highest rate that the lowest one is" });
}

/** Steps in units of `decaySteps`, rounded down for a staircase. */
export function decayProgress(
  iteration: number,
  { decaySteps, staircase }: { readonly decaySteps: number; readonly staircase: boolean },
): number {
  return staircase ? Math.floor(iteration / decaySteps) : iteration / decaySteps;
}

/** The factor of a rate after a share of half a cosine, which begins at `height`: 1 - alpha of it falls, alpha stays. */
export function cosineFall(share: number, alpha: number, height = 1): number {
  return (1 - alpha) * 0.5 * height * (1 + Math.cos(Math.PI * share)) + alpha;
}

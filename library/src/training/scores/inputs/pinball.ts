// pinballLoss: errors above and below weigh differently.
import { ConfigError } from "../../../tensor/index.ts";

/** Options of losses of quantiles. */
export interface PinballOptions {
  /** Which quantile is predicted, from 0 to 1. Default: 0.5, the median. */
  readonly alpha?: number;
}

/** @throws {ConfigError} for an alpha outside of [0, 1]. */
export function pinballLoss(alpha: number): (truth: number, predicted: number) => number {
  if (!(alpha >= 0 && alpha <= 1)) {
    throw new ConfigError("alpha", { got: String(alpha), expected: "a number from 0 to 1" });
  }
  return (truth, predicted) => {
    const difference = truth - predicted;
    return difference >= 0 ? alpha * difference : (alpha - 1) * difference;
  };
}

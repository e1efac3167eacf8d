// The correction of moving averages that begin at 0.
import { divide, multiply, subtract, tanh } from "../../ops/index.ts";
import type { Tensor } from "../../tensor/index.ts";

/**
 * `1 - decay^iteration`, the share of an average that the gradients so far make up.
 *
 * As `-2 t / (1 - t)` with `t = tanh(iteration * log(decay) / 2)`: in float32, `1 - decay^iteration` itself would have
 * lost four of its seven digits in the first step of a decay of 0.999.
 */
export function averagedShare(decay: number, iteration: Tensor): Tensor {
  const t = tanh(multiply(iteration, Math.log(decay) / 2));
  return divide(multiply(t, -2), subtract(1, t));
}

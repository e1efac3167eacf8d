// selu: a scaled elu that keeps mean and variance from layer to layer.
import { elu, multiply } from "../../ops/index.ts";
import { defineActivation } from "../activation.ts";

/** With these, mean 0 and variance 1 are a fixed point of a wide layer (Klambauer et al., 2017, equation 14). */
const alpha = 1.6732632423543772;
const scale = 1.0507009873554805;

/**
 * `scale * elu(x, alpha)` with `scale` 1.0507 and `alpha` 1.6733: with the initializer `lecunNormal`, values of
 * mean 0 and variance 1 keep both from layer to layer (Klambauer et al., 2017).
 */
export const selu = defineActivation({
  name: "selu",
  description: "A scaled elu that keeps mean 0 and variance 1; for the initializer lecunNormal",
  call: (x) => multiply(elu(x, alpha), scale),
});

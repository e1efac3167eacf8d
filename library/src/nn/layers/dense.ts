// dense: activation(x · kernel + bias).
import { add, matmul } from "../../ops/index.ts";
import { ConfigError } from "../../tensor/index.ts";
import { activationRegistry } from "../activationRegistry.ts";
import { linear } from "../activations/linear.ts";
import { flag, optional, wholeNumber } from "../components/index.ts";
import { initializerRegistry } from "../initializerRegistry.ts";
import { glorotUniform } from "../initializers/glorotUniform.ts";
import { zeros } from "../initializers/zeros.ts";
import { defineLayer } from "../layer.ts";

/**
 * Every output is connected with every input: `activation(x · kernel + bias)`, with a kernel of shape
 * `[inputs, units]` and a bias of shape `[units]`. Rows of several axes are multiplied along their last one.
 *
 * @example
 * ```ts
 * import { dense, sequential } from "chainrule";
 * const model = sequential([dense({ units: 3, activation: "relu", inputShape: [2] })], { seed: 1 });
 * console.log(model.getWeights()["dense/kernel"]?.shape); // [2, 3]
 * ```
 */
export const dense = defineLayer({
  name: "dense",
  description: "Every output is connected with every input",
  config: {
    units: wholeNumber({ minimum: 1, description: "Number of outputs" }),
    activation: optional(activationRegistry.field("Function applied to the outputs"), linear()),
    useBias: optional(flag("Whether a bias is added to each output"), true),
    kernelInitializer: optional(initializerRegistry.field("First values of the kernel"), glorotUniform()),
    biasInitializer: optional(initializerRegistry.field("First values of the bias"), zeros()),
  },
  weights: ({ units, useBias, kernelInitializer, biasInitializer }, inputShape) => {
    const inputs = inputShape.at(-1);
    if (inputs === undefined) {
      throw new ConfigError("dense takes rows of numbers", { got: "one number for each row", expected: "shape [1]" });
    }
    return {
      kernel: { shape: [inputs, units], initializer: kernelInitializer },
      bias: useBias ? { shape: [units], initializer: biasInitializer } : undefined,
    };
  },
  call: ({ kernel, bias }, x, { activation }) => {
    const product = matmul(x, kernel);
    return activation.call(bias === undefined ? product : add(product, bias));
  },
});

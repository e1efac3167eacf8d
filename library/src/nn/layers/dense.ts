// dense: activation(x · kernel + bias).
import { add, divide, matmul } from "../../ops/index.ts";
import { ConfigError } from "../../tensor/index.ts";
import { activationRegistry } from "../activationRegistry.ts";
import { linear } from "../activations/linear.ts";
import { flag, optional, wholeNumber } from "../components/index.ts";
import { constraintRegistry } from "../constraintRegistry.ts";
import { initializerRegistry } from "../initializerRegistry.ts";
import { glorotUniform } from "../initializers/glorotUniform.ts";
import { zeros } from "../initializers/zeros.ts";
import { defineLayer } from "../layer.ts";
import { regularizerRegistry } from "../regularizerRegistry.ts";

/**
 * Every output is connected with every input: `activation(x · kernel + bias)`, with a kernel of shape
 * `[inputs, units]` and a bias of shape `[units]`. Rows of several axes are multiplied along their last one.
 * Regularizers add prices to the loss; that of the outputs is a mean over the rows. Constraints are kept after each step.
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
  rows: { gives: "same", lastAxis: { option: "units" } },
  config: {
    units: wholeNumber({ minimum: 1, description: "Number of outputs" }),
    activation: optional(activationRegistry.field("Function applied to the outputs"), linear()),
    useBias: optional(flag("Whether a bias is added to each output"), true),
    kernelInitializer: optional(initializerRegistry.field("First values of the kernel"), glorotUniform()),
    biasInitializer: optional(initializerRegistry.field("First values of the bias"), zeros()),
    kernelRegularizer: optional(regularizerRegistry.field("Price of the kernel, added to the loss")),
    biasRegularizer: optional(regularizerRegistry.field("Price of the bias, added to the loss")),
    activityRegularizer: optional(regularizerRegistry.field("Price of the outputs of a row, added to the loss")),
    kernelConstraint: optional(constraintRegistry.field("Rule that the kernel keeps after each step")),
    biasConstraint: optional(constraintRegistry.field("Rule that the bias keeps after each step")),
  },
  weights: (config, inputShape) => {
    const { units, useBias, kernelInitializer, biasInitializer } = config;
    const inputs = inputShape.at(-1);
    if (inputs === undefined) {
      throw new ConfigError("dense takes rows of numbers", { got: "one number for each row", expected: "shape [1]" });
    }
    const kernel = {
      shape: [inputs, units],
      initializer: kernelInitializer,
      regularizer: config.kernelRegularizer,
      constraint: config.kernelConstraint,
    };
    const bias = {
      shape: [units],
      initializer: biasInitializer,
      regularizer: config.biasRegularizer,
      constraint: config.biasConstraint,
    };
    return { kernel, bias: useBias ? bias : undefined };
  },
  call: ({ kernel, bias }, x, { activation, activityRegularizer }, context) => {
    const product = matmul(x, kernel);
    const output = activation.call(bias === undefined ? product : add(product, bias));
    if (activityRegularizer !== undefined) {
      context.addLoss(divide(activityRegularizer.call(output), Math.max(1, output.shape[0] ?? 1)));
    }
    return output;
  },
});

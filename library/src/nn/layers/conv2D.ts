// conv2D: activation(x * kernel + bias), windows of pictures weighed by filters.
import { add, convolve2D } from "../../ops/index.ts";
import { ConfigError } from "../../tensor/index.ts";
import { activationRegistry } from "../activationRegistry.ts";
import { linear } from "../activations/linear.ts";
import { choice, flag, optional, pairField, wholeNumber } from "../components/index.ts";
import { constraintRegistry } from "../constraintRegistry.ts";
import { initializerRegistry } from "../initializerRegistry.ts";
import { glorotUniform } from "../initializers/glorotUniform.ts";
import { zeros } from "../initializers/zeros.ts";
import { defineLayer } from "../layer.ts";
import { pictureRows } from "../pictureRows.ts";
import { regularizerRegistry } from "../regularizerRegistry.ts";

/**
 * Filters that look at windows of pictures: `activation(x * kernel + bias)` for rows `[height, width, channels]`, with a
 * kernel `[kernel height, kernel width, channels / groups, filters]` and a bias `[filters]`. Options and their defaults
 * are those of Keras.
 *
 * With the padding `"valid"` there are `floor((size - extent) / stride) + 1` windows along each axis, with `"same"`
 * `ceil(size / stride)`; zeros are then added around the pictures, an odd one at the end.
 *
 * @example
 * ```ts
 * import { conv2D, dense, flatten, maxPooling2D, sequential } from "chainrule";
 * const model = sequential([
 *   conv2D({ filters: 6, kernelSize: 5, padding: "same", activation: "relu", inputShape: [28, 28, 1] }),
 *   maxPooling2D(),
 *   flatten(),
 *   dense({ units: 10, activation: "softmax" }),
 * ], { seed: 1 });
 * console.log(model.getWeights()["conv2D/kernel"]?.shape); // [5, 5, 1, 6]
 * ```
 */
export const conv2D = defineLayer({
  name: "conv2D",
  description: "Filters that look at windows of pictures",
  rows: { takes: ["height", "width", "channels"], gives: 3, lastAxis: { option: "filters" } },
  config: {
    filters: wholeNumber({ minimum: 1, description: "Number of filters: channels of the result" }),
    kernelSize: pairField("Height and width of the windows"),
    strides: optional(pairField("Distance between neighbouring windows"), 1),
    padding: optional(
      choice(["valid", "same"], "Whether windows stay inside of the pictures, or zeros are added around them"),
      "valid",
    ),
    dilationRate: optional(pairField("Distance between neighbouring elements of one window"), 1),
    groups: optional(
      wholeNumber({ minimum: 1, description: "Groups of channels, each seen by its own share of the filters" }),
      1,
    ),
    activation: optional(activationRegistry.field("Function applied to the result"), linear()),
    useBias: optional(flag("Whether a bias is added for each filter"), true),
    kernelInitializer: optional(initializerRegistry.field("First values of the kernel"), glorotUniform()),
    biasInitializer: optional(initializerRegistry.field("First values of the bias"), zeros()),
    kernelRegularizer: optional(regularizerRegistry.field("Price of the kernel")),
    biasRegularizer: optional(regularizerRegistry.field("Price of the bias")),
    kernelConstraint: optional(constraintRegistry.field("Rule for the kernel")),
    biasConstraint: optional(constraintRegistry.field("Rule for the bias")),
  },
  weights: ({ filters, kernelSize, groups, useBias, ...config }, inputShape) => {
    const [, , channels] = pictureRows("conv2D", inputShape);
    checkGroups(groups, channels, filters);
    const [height, width] = typeof kernelSize === "number" ? [kernelSize, kernelSize] : kernelSize;
    const kernel = { initializer: config.kernelInitializer, regularizer: config.kernelRegularizer };
    const bias = { initializer: config.biasInitializer, regularizer: config.biasRegularizer };
    return {
      kernel: { shape: [height, width, channels / groups, filters], ...kernel, constraint: config.kernelConstraint },
      bias: useBias ? { shape: [filters], ...bias, constraint: config.biasConstraint } : undefined,
    };
  },
  call: ({ kernel, bias }, x, { activation, strides, padding, dilationRate, groups }) => {
    pictureRows("conv2D", x.shape.slice(1));
    const convolved = convolve2D(x, kernel, { strides, padding, dilations: dilationRate, groups });
    return activation.call(bias === undefined ? convolved : add(convolved, bias));
  },
});

function checkGroups(groups: number, channels: number, filters: number): void {
  if (channels % groups === 0 && filters % groups === 0) return;
  throw new ConfigError("groups", {
    got: `${groups} for ${channels} channels and ${filters} filters`,
    expected: "a number that divides both",
  });
}

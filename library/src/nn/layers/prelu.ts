// prelu: a rectifier whose slope below 0 is learned.
import { multiply, negate, relu, subtract } from "../../ops/index.ts";
import { axesField, optional } from "../components/index.ts";
import { constraintRegistry } from "../constraintRegistry.ts";
import { initializerRegistry } from "../initializerRegistry.ts";
import { zeros } from "../initializers/zeros.ts";
import { defineLayer } from "../layer.ts";
import { regularizerRegistry } from "../regularizerRegistry.ts";
import { rowAxes } from "../rowAxes.ts";

/**
 * `x` where it is positive, else `alpha x`, with an `alpha` that is learned (He et al., 2015): one for each value of a
 * row, or one for all values along `sharedAxes`, which count the axis of the rows as 0. The derivative at 0 is 0.
 */
export const prelu = defineLayer({
  name: "prelu",
  description: "A rectifier whose slope below 0 is learned",
  rows: { gives: "same", lastAxis: "same" },
  config: {
    alphaInitializer: optional(initializerRegistry.field("First values of the slopes below 0"), zeros()),
    alphaRegularizer: optional(regularizerRegistry.field("Price of the slopes below 0")),
    alphaConstraint: optional(constraintRegistry.field("Rule for the slopes below 0")),
    sharedAxes: optional(axesField("Axes along which all values have the same slope")),
  },
  weights: ({ alphaInitializer, alphaRegularizer, alphaConstraint, sharedAxes }, inputShape) => {
    const shared = sharedAxes === undefined ? [] : rowAxes(sharedAxes, inputShape);
    return {
      alpha: {
        shape: inputShape.map((size, axis) => (shared.includes(axis + 1) ? 1 : size)),
        initializer: alphaInitializer,
        regularizer: alphaRegularizer,
        constraint: alphaConstraint,
      },
    };
  },
  call: ({ alpha }, x) => subtract(relu(x), multiply(alpha, relu(negate(x)))),
});

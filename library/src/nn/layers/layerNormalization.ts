// layerNormalization: each row scaled to mean 0 and variance 1, then by learned factors.
import { add, divide, moments, multiply, reshape, sqrt } from "../../ops/index.ts";
import { axesField, decimal, flag, optional } from "../components/index.ts";
import { constraintRegistry } from "../constraintRegistry.ts";
import { initializerRegistry } from "../initializerRegistry.ts";
import { ones } from "../initializers/ones.ts";
import { zeros } from "../initializers/zeros.ts";
import { defineLayer } from "../layer.ts";
import { regularizerRegistry } from "../regularizerRegistry.ts";
import { alongAxes, rowAxes } from "../rowAxes.ts";

/**
 * `gamma (x - mean) / sqrt(variance + epsilon) + beta` with the mean and the variance of each row along `axis` (Ba, Kiros
 * and Hinton, 2016), in training and when predicting alike. Axes count that of the rows as 0. `gamma` and `beta` have
 * the sizes of the normalized axes. PyTorch's epsilon is 1e-5.
 */
export const layerNormalization = defineLayer({
  name: "layerNormalization",
  description: "Scales each row to mean 0 and variance 1, then by learned factors",
  rows: { gives: "same", lastAxis: "same" },
  config: {
    axis: optional(axesField("Axes over which mean and variance are taken"), -1),
    epsilon: optional(decimal({ minimum: 0, description: "Added to the variance before its root is taken" }), 1e-3),
    center: optional(flag("Whether a learned beta is added"), true),
    scale: optional(flag("Whether there is a learned factor gamma"), true),
    betaInitializer: optional(initializerRegistry.field("First values of beta"), zeros()),
    gammaInitializer: optional(initializerRegistry.field("First values of gamma"), ones()),
    betaRegularizer: optional(regularizerRegistry.field("Price of beta")),
    gammaRegularizer: optional(regularizerRegistry.field("Price of gamma")),
    betaConstraint: optional(constraintRegistry.field("Rule for beta")),
    gammaConstraint: optional(constraintRegistry.field("Rule for gamma")),
  },
  weights: (config, inputShape) => {
    const shape = rowAxes(config.axis, inputShape).map((axis) => inputShape[axis - 1] ?? 1);
    const gamma = { initializer: config.gammaInitializer, regularizer: config.gammaRegularizer };
    const beta = { initializer: config.betaInitializer, regularizer: config.betaRegularizer };
    return {
      gamma: config.scale ? { shape, ...gamma, constraint: config.gammaConstraint } : undefined,
      beta: config.center ? { shape, ...beta, constraint: config.betaConstraint } : undefined,
    };
  },
  call: ({ gamma, beta }, x, { axis, epsilon }) => {
    const axes = rowAxes(axis, x.shape.slice(1));
    const broadcast = alongAxes(x.shape, axes);
    const { centered, variance } = moments(x, { axes });
    const normalized = divide(centered, sqrt(add(variance, epsilon)));
    const scaled = gamma === undefined ? normalized : multiply(normalized, reshape(gamma, broadcast));
    return beta === undefined ? scaled : add(scaled, reshape(beta, broadcast));
  },
});

// batchNormalization: each feature scaled to mean 0 and variance 1 over the batch, then by learned factors.
import { add, divide, type Moments, moments, multiply, reshape, sqrt, subtract } from "../../ops/index.ts";
import type { Tensor } from "../../tensor/index.ts";
import { axesField, decimal, flag, optional } from "../components/index.ts";
import { constraintRegistry } from "../constraintRegistry.ts";
import { initializerRegistry } from "../initializerRegistry.ts";
import { ones } from "../initializers/ones.ts";
import { zeros } from "../initializers/zeros.ts";
import { type CallContext, defineLayer } from "../layer.ts";
import { regularizerRegistry } from "../regularizerRegistry.ts";
import { alongAxes, rowAxes } from "../rowAxes.ts";

/** `momentum old + (1 - momentum) new`. */
const moved = (old: Tensor, value: Tensor, momentum: number): Tensor =>
  add(multiply(old, momentum), multiply(value, 1 - momentum));

interface MovingAverages {
  readonly movingMean: Tensor;
  readonly movingVariance: Tensor;
}

/** Lets the moving averages follow a batch. */
function follow(
  { mean, variance, count }: Moments,
  { movingMean, movingVariance }: MovingAverages,
  { momentum, unbiased }: { readonly momentum: number; readonly unbiased: boolean },
  context: CallContext,
): void {
  // A single value says nothing of its variance; PyTorch refuses it, here the biased 0 is taken.
  const correction = unbiased && count > 1 ? count / (count - 1) : 1;
  const seen = multiply(reshape(variance, movingVariance.shape), correction);
  context.update("movingMean", moved(movingMean, reshape(mean, movingMean.shape), momentum));
  context.update("movingVariance", moved(movingVariance, seen, momentum));
}

/**
 * `gamma (x - mean) / sqrt(variance + epsilon) + beta` for each feature (Ioffe and Szegedy, 2015): in training with mean and
 * biased variance of the batch, when predicting with moving averages of them, which each training step moves as
 * `momentum old + (1 - momentum) new`. A frozen layer predicts in training too, and keeps its averages.
 *
 * `axis`, which counts that of the rows as 0, is the one that keeps its own mean and variance: the features, by default
 * the last. PyTorch has the share of the new as its momentum, 0.1, and an unbiased running variance: `momentum: 0.9,
 * epsilon: 1e-5, unbiased: true`.
 *
 * @example
 * ```ts
 * import { batchNormalization, dense, sequential } from "chainrule";
 * const model = sequential([batchNormalization({ inputShape: [2] }), dense({ units: 1 })], { seed: 1 });
 * console.log(Object.keys(model.getWeights()).slice(0, 2)); // ["batchNormalization/gamma", "batchNormalization/beta"]
 * console.log(model.getWeights()["batchNormalization/movingVariance"]?.toNested()); // [1, 1]
 * ```
 */
export const batchNormalization = defineLayer({
  name: "batchNormalization",
  description: "Scales each feature to mean 0 and variance 1 over the batch, then by learned factors",
  rows: { gives: "same", lastAxis: "same" },
  config: {
    axis: optional(axesField("Axis of the features: those with a mean and a variance of their own"), -1),
    momentum: optional(
      decimal({ minimum: 0, maximum: 1, description: "Share of the old in the moving averages" }),
      0.99,
    ),
    epsilon: optional(decimal({ minimum: 0, description: "Added to the variance before its root is taken" }), 1e-3),
    center: optional(flag("Whether a learned beta is added"), true),
    scale: optional(flag("Whether there is a learned factor gamma"), true),
    betaInitializer: optional(initializerRegistry.field("First values of beta"), zeros()),
    gammaInitializer: optional(initializerRegistry.field("First values of gamma"), ones()),
    movingMeanInitializer: optional(initializerRegistry.field("First values of the moving mean"), zeros()),
    movingVarianceInitializer: optional(initializerRegistry.field("First values of the moving variance"), ones()),
    betaRegularizer: optional(regularizerRegistry.field("Price of beta")),
    gammaRegularizer: optional(regularizerRegistry.field("Price of gamma")),
    betaConstraint: optional(constraintRegistry.field("Rule for beta")),
    gammaConstraint: optional(constraintRegistry.field("Rule for gamma")),
    unbiased: optional(flag("Whether the moving variance is divided by n - 1, as PyTorch's, instead of n"), false),
  },
  weights: (config, inputShape) => {
    const shape = rowAxes(config.axis, inputShape).map((axis) => inputShape[axis - 1] ?? 1);
    const gamma = { initializer: config.gammaInitializer, regularizer: config.gammaRegularizer };
    const beta = { initializer: config.betaInitializer, regularizer: config.betaRegularizer };
    return {
      gamma: config.scale ? { shape, ...gamma, constraint: config.gammaConstraint } : undefined,
      beta: config.center ? { shape, ...beta, constraint: config.betaConstraint } : undefined,
      movingMean: { shape, initializer: config.movingMeanInitializer, trainable: false },
      movingVariance: { shape, initializer: config.movingVarianceInitializer, trainable: false },
    };
  },
  call: ({ gamma, beta, ...averages }, x, { axis, epsilon, ...config }, context) => {
    const features = rowAxes(axis, x.shape.slice(1));
    const others = x.shape.flatMap((_, at) => (features.includes(at) ? [] : [at]));
    const broadcast = alongAxes(x.shape, features);
    const isLearning = context.training && context.trainable;
    const batch = isLearning ? moments(x, { axes: others }) : undefined;
    if (batch !== undefined) follow(batch, averages, config, context);
    const centered = batch?.centered ?? subtract(x, reshape(averages.movingMean, broadcast));
    const variance = batch?.variance ?? reshape(averages.movingVariance, broadcast);
    const normalized = divide(centered, sqrt(add(variance, epsilon)));
    const scaled = gamma === undefined ? normalized : multiply(normalized, reshape(gamma, broadcast));
    return beta === undefined ? scaled : add(scaled, reshape(beta, broadcast));
  },
});

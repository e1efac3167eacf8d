// The options that all recurrent layers have, and the weights that follow from them.
import { ConfigError, formatShape, type Shape } from "../tensor/index.ts";
import { activationRegistry } from "./activationRegistry.ts";
import { tanh } from "./activations/tanh.ts";
import { type ConfigOf, decimal, flag, optional, wholeNumber } from "./components/index.ts";
import { constraintRegistry } from "./constraintRegistry.ts";
import type { Initializer } from "./initializer.ts";
import { initializerRegistry } from "./initializerRegistry.ts";
import { glorotUniform } from "./initializers/glorotUniform.ts";
import { orthogonal } from "./initializers/orthogonal.ts";
import { zeros } from "./initializers/zeros.ts";
import type { WeightDefinition } from "./layer.ts";
import { regularizerRegistry } from "./regularizerRegistry.ts";

const share = (description: string) =>
  optional(decimal({ minimum: 0, maximum: 1, exclusive: "maximum", description }), 0);

/** Options of a recurrent layer, with Keras' names and defaults. */
export const recurrentFields = {
  units: wholeNumber({ minimum: 1, description: "Number of outputs, and of numbers carried from step to step" }),
  activation: optional(activationRegistry.field("Function applied to what a step computes"), tanh()),
  useBias: optional(flag("Whether biases are added"), true),
  kernelInitializer: optional(initializerRegistry.field("First values of the input's kernel"), glorotUniform()),
  recurrentInitializer: optional(initializerRegistry.field("First values of the recurrent kernel"), orthogonal()),
  biasInitializer: optional(initializerRegistry.field("First values of the bias"), zeros()),
  kernelRegularizer: optional(regularizerRegistry.field("Price of the input's kernel")),
  recurrentRegularizer: optional(regularizerRegistry.field("Price of the recurrent kernel")),
  biasRegularizer: optional(regularizerRegistry.field("Price of the bias")),
  kernelConstraint: optional(constraintRegistry.field("Rule for the input's kernel")),
  recurrentConstraint: optional(constraintRegistry.field("Rule for the recurrent kernel")),
  biasConstraint: optional(constraintRegistry.field("Rule for the bias")),
  dropout: share("Probability of each feature to be 0 in training, in all steps of a row alike"),
  recurrentDropout: share(
    "Probability of each carried number to be 0 in training where it enters the recurrent kernel",
  ),
  returnSequences: optional(flag("Whether the outputs of all steps are given, or only the last one"), false),
  goBackwards: optional(flag("Whether the last step comes first; a sequence of outputs is then in that order"), false),
};

/** The rows of recurrent layers. */
export const recurrentRows = {
  takes: ["time", "features"],
  gives: { option: "returnSequences", set: 2, unset: 1 },
  lastAxis: { option: "units" },
} as const;

/** What a recurrent layer was told. */
export type RecurrentConfig = ConfigOf<typeof recurrentFields>;

/** Sizes of the weights, in numbers for each unit. */
export interface RecurrentSizes {
  /** Columns of both kernels: 4 for an LSTM. */
  readonly gates: number;
  /** Shape of the bias; one number for each column of the kernels by default. */
  readonly bias?: Shape;
  readonly biasInitializer?: Initializer;
}

/** The kernels and the bias of a recurrent layer for rows `[time, features]`, and a mask `[time]` if there is one. */
export function recurrentWeights(
  config: RecurrentConfig,
  [rows = [], mask, ...others]: readonly Shape[],
  { gates, bias, biasInitializer = config.biasInitializer }: RecurrentSizes,
): { kernel: WeightDefinition; recurrentKernel: WeightDefinition; bias: WeightDefinition | undefined } {
  const [time, features] = rows;
  if (time === undefined || features === undefined || rows.length !== 2) {
    throw new ConfigError("a recurrent layer takes sequences", {
      got: `rows ${formatShape(rows)}`,
      expected: "[time, features]",
      fix: "Put reshape({ targetShape: [time, features] }) before it",
    });
  }
  if (others.length > 0 || (mask !== undefined && (mask.length !== 1 || mask[0] !== time))) {
    throw new ConfigError("the second input of a recurrent layer says which steps count", {
      got: [mask ?? [], ...others].map(formatShape).join(" and "),
      expected: `one of shape ${formatShape([time])}, for rows ${formatShape(rows)}`,
    });
  }
  const { units } = config;
  const columns = gates * units;
  const kernels = { regularizer: config.kernelRegularizer, constraint: config.kernelConstraint };
  const recurrent = { regularizer: config.recurrentRegularizer, constraint: config.recurrentConstraint };
  const biases = { regularizer: config.biasRegularizer, constraint: config.biasConstraint };
  return {
    kernel: { shape: [features, columns], initializer: config.kernelInitializer, ...kernels },
    recurrentKernel: { shape: [units, columns], initializer: config.recurrentInitializer, ...recurrent },
    bias: config.useBias ? { shape: bias ?? [columns], initializer: biasInitializer, ...biases } : undefined,
  };
}

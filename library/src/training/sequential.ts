// sequential: a model in which each layer takes the value of the one before.
import {
  configure,
  type FittingLayers,
  identifier,
  type Layer,
  optional,
  type RowsAfterAll,
  sequentialArchitecture,
  wholeNumber,
} from "../nn/index.ts";
import { Model } from "./model.ts";
import { createCore } from "./modelCore.ts";

/** What every model can be told. */
export const modelFields = {
  seed: optional(wholeNumber({ minimum: 0, maximum: 2 ** 32 - 1, description: "Seed of everything random" })),
  name: optional(identifier("Name of the model")),
};

/** A seed for a model that was given none. */
export const randomSeed = (): number => Math.floor(Math.random() * 2 ** 32);

/** Options of {@link sequential} and `functional`. */
export interface SequentialOptions {
  /**
   * A whole number from 0 to 2^32 - 1 that decides initial weights, the order of the rows and dropout. By default
   * drawn at random; `model.seed` and `summary()` tell it.
   */
  readonly seed?: number | undefined;
  /** Default `sequential` or `functional`. */
  readonly name?: string | undefined;
}

/**
 * A model of layers one after another.
 *
 * @throws {ConfigError} when there is no layer, two layers have the same name, or an option is wrong.
 * @throws {ShapeError} with the layer's name, when a layer cannot take what reaches it.
 *
 * @example
 * ```ts
 * import { dense, sequential } from "chainrule";
 * const model = sequential(
 *   [dense({ units: 16, activation: "relu", inputShape: [4] }), dense({ units: 3, activation: "softmax" })],
 *   { seed: 42 },
 * );
 * console.log(model.summary());
 * ```
 */
export function sequential<const Layers extends readonly Layer[]>(
  layers: FittingLayers<Layers>,
  options?: SequentialOptions,
): Model<{ output: RowsAfterAll<Layers> }, "x">;
export function sequential(layers: readonly Layer[], options: SequentialOptions = {}): Model {
  const { name = "sequential", seed = randomSeed() } = configure(modelFields, options, "sequential");
  return new Model(createCore({ architecture: sequentialArchitecture(layers), name, seed }));
}

// What a layer is, how one is defined, and what it may ask of the network around it.
import { ConfigError, type Dtype, type Shape, type Tensor } from "../tensor/index.ts";
import {
  type Component,
  type ComponentDefinition,
  type ConfigOf,
  defineComponent,
  type Fields,
  fieldsOf,
  flag,
  identifier,
  optional,
  shapeField,
} from "./components/index.ts";
import type { Constraint } from "./constraint.ts";
import type { Initializer, RandomKey } from "./initializer.ts";
import type { LayerFactory } from "./layerFactory.ts";
import type { Knows, LayerRows, RowsRule } from "./layerRows.ts";
import type { Regularizer } from "./regularizer.ts";

/** One weight of a layer. */
export interface WeightDefinition {
  readonly shape: Shape;
  readonly initializer: Initializer;
  /** False for what the optimizer leaves alone, such as moving averages. Default true. */
  readonly trainable?: boolean;
  /** A price of the weight, added to the loss. */
  readonly regularizer?: Regularizer | undefined;
  /** What is done to the weight after each step. */
  readonly constraint?: Constraint | undefined;
}

/** What a layer may ask while it is called. */
export interface CallContext {
  /** True in a training step, false when evaluating and predicting. */
  readonly training: boolean;
  /** False for a frozen layer. One that is frozen keeps its moving averages as well. */
  readonly trainable: boolean;
  /** A key for random numbers: another for each call of this method and for each training step. */
  random(): RandomKey;
  /** Replaces a weight that is not trainable when the step is over: moving averages. */
  update(weight: string, value: Tensor): void;
  /** Adds a scalar to the loss: the price of an activity, for instance. */
  addLoss(value: Tensor): void;
}

/**
 * A layer, configured. It holds no weights, so the same object may stand at several places of a network. `Rows` is what
 * the compiler knows of the rows that it takes and gives.
 */
export interface Layer<out Rows extends LayerRows = LayerRows> extends Component<"layer">, Knows<Rows> {
  /** The name that the user gave it; the network gives it one otherwise. */
  readonly name: string | undefined;
  /** Sizes of the axes of one row, where the user stated them. */
  readonly inputShape: Shape | undefined;
  readonly inputDtype: Dtype;
  /** Where its inputs are class numbers: how many classes there are, so that they are 0 to this number less 1. */
  readonly inputClasses: number | undefined;
  /** False for a frozen layer: the optimizer leaves its weights as they are. */
  readonly trainable: boolean;
  /** Its weights by name, in order, for rows of these shapes (one for each input). */
  weights(inputShapes: readonly Shape[]): ReadonlyMap<string, WeightDefinition>;
  /** Its value for a batch. */
  call(weights: ReadonlyMap<string, Tensor>, inputs: readonly Tensor[], context: CallContext): Tensor;
}

type WeightDefinitions = Readonly<Record<string, WeightDefinition | undefined>>;

/** The weights that a layer's `call` receives; one that may be left out may be undefined. */
export type WeightsOf<W> = {
  readonly [Name in keyof W]: undefined extends W[Name] ? Tensor | undefined : Tensor;
};

/** What the descriptions of all layers say. */
interface CommonLayerDefinition<F extends Fields, Name extends string, Rule extends RowsRule>
  extends ComponentDefinition<F> {
  readonly name: Name;
  /** What rows it takes and gives; by default unknown. */
  readonly rows?: Rule;
  /** Dtype of its inputs: `int32` for layers that take labels or indices. Default `float`. */
  readonly inputDtype?: Dtype;
  /** Where its inputs are class numbers: how many classes there are. */
  inputClasses?(config: ConfigOf<F>): number;
}

/** The description of a layer with one input. */
export interface LayerDefinition<
  F extends Fields,
  W extends WeightDefinitions,
  Name extends string = string,
  Rule extends RowsRule = RowsRule,
> extends CommonLayerDefinition<F, Name, Rule> {
  /** The weights by name, for rows of this shape; one that is undefined is left out. */
  weights?(config: ConfigOf<F>, inputShape: Shape): W;
  /** The layer's value for a batch `x`, whose first axis is that of the rows. */
  call(weights: WeightsOf<W>, x: Tensor, config: ConfigOf<F>, context: CallContext): Tensor;
}

/** The description of a layer with several inputs. */
export interface MergingLayerDefinition<
  F extends Fields,
  W extends WeightDefinitions,
  Name extends string = string,
  Rule extends RowsRule = RowsRule,
> extends CommonLayerDefinition<F, Name, Rule> {
  /** The weights by name, for rows of these shapes, one for each input. */
  weights?(config: ConfigOf<F>, inputShapes: readonly Shape[]): W;
  /** The layer's value for batches, one for each input. */
  call(weights: WeightsOf<W>, inputs: readonly Tensor[], config: ConfigOf<F>, context: CallContext): Tensor;
}

/** What every layer can be told. */
export const layerFields = {
  name: optional(identifier("Name of the layer, in summaries and in the names of its weights")),
  inputShape: optional(
    shapeField("Sizes of the axes of one row; needed on the first layer only, and even there found by fit"),
  ),
  trainable: optional(flag("Whether training changes its weights; false freezes the layer"), true),
};

/** The options that every layer has. */
export type LayerFields = typeof layerFields;

function present(weights: WeightDefinitions): Map<string, WeightDefinition> {
  const entries = Object.entries(weights);
  return new Map(entries.flatMap(([name, weight]) => (weight === undefined ? [] : [[name, weight] as const])));
}

function single<T>(items: readonly T[], layer: string): T {
  const [item] = items;
  if (item === undefined || items.length !== 1) {
    throw new ConfigError(`${layer} takes one input`, { got: `${items.length} inputs` });
  }
  return item;
}

/**
 * Defines a layer of one's own. Its derivative follows from the operations it is written in, and it can be saved and
 * loaded (pass the definition to `loadModel` as `custom`).
 *
 * @example
 * ```ts
 * import { defineLayer, dense, initializerRegistry, ops, sequential } from "chainrule";
 * const scale = defineLayer({
 *   name: "scale",
 *   description: "One learned factor for each feature",
 *   config: { initializer: initializerRegistry.field("First values of the factors") },
 *   weights: ({ initializer }, inputShape) => ({ factor: { shape: inputShape, initializer } }),
 *   call: ({ factor }, x) => ops.multiply(x, factor),
 * });
 * const model = sequential([scale({ initializer: "ones", inputShape: [2] }), dense({ units: 1 })], { seed: 1 });
 * console.log(Object.keys(model.getWeights())); // ["scale/factor", "dense/kernel", "dense/bias"]
 * ```
 */
export function defineLayer<
  const F extends Fields = Record<never, never>,
  W extends WeightDefinitions = Record<never, never>,
  const Name extends string = string,
  const Rule extends RowsRule = RowsRule,
>(definition: LayerDefinition<F, W, Name, Rule>): LayerFactory<Name, F & LayerFields, Rule> {
  return defineMergingLayer<F, W, Name, Rule>({
    ...definition,
    // Where a definition has no weights, its W is the empty record.
    weights: (config, shapes) => definition.weights?.(config, single(shapes, definition.name)) ?? ({} as W),
    call: (weights, inputs, config, context) =>
      definition.call(weights, single(inputs, definition.name), config, context),
  });
}

/**
 * Defines a layer that takes several values, for networks in the functional form.
 *
 * @example
 * ```ts
 * import { defineMergingLayer, ops } from "chainrule";
 * const difference = defineMergingLayer({
 *   name: "difference",
 *   description: "The first value less the second",
 *   call: (_weights, [first, second]) => ops.subtract(first ?? 0, second ?? 0),
 * });
 * console.log(difference().type); // difference
 * ```
 */
export function defineMergingLayer<
  const F extends Fields = Record<never, never>,
  W extends WeightDefinitions = Record<never, never>,
  const Name extends string = string,
  const Rule extends RowsRule = RowsRule,
>(definition: MergingLayerDefinition<F, W, Name, Rule>): LayerFactory<Name, F & LayerFields, Rule> {
  const { name, description, inputDtype = "float" } = definition;
  const fields: F & LayerFields = { ...fieldsOf(definition), ...layerFields };
  const factory = defineComponent("layer", { name, description, config: fields }, (values) => ({
    name: values.name,
    inputShape: values.inputShape,
    trainable: values.trainable !== false,
    inputDtype,
    inputClasses: definition.inputClasses?.(values),
    weights: (shapes: readonly Shape[]) => present(definition.weights?.(values, shapes) ?? {}),
    call: (weights: ReadonlyMap<string, Tensor>, inputs: readonly Tensor[], context: CallContext) =>
      definition.call(weightsOf<W>(weights), inputs, values, context),
  }));
  return Object.assign(factory, { rows: definition.rows });
}

// The network passes exactly the weights that the definition asked for, so this record has the names of W.
function weightsOf<W>(weights: ReadonlyMap<string, Tensor>): WeightsOf<W> {
  return Object.fromEntries(weights) as WeightsOf<W>;
}

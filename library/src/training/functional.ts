// functional: a model of layers that are connected in any way.
import {
  configure,
  type FunctionalDefinition,
  functionalArchitecture,
  type InputValue,
  type KnownOf,
  type KnownRows,
  type LayerValue,
} from "../nn/index.ts";
import { Model } from "./model.ts";
import { createCore } from "./modelCore.ts";
import { modelFields, randomSeed, type SequentialOptions } from "./sequential.ts";

type Inputs = InputValue | Readonly<Record<string, InputValue>>;
type Outputs = LayerValue | Readonly<Record<string, LayerValue>>;

/** What enters and what leaves a model: one value, or several by name. */
export interface FunctionalValues<In extends Inputs = Inputs, Out extends Outputs = Outputs> {
  readonly inputs: In;
  readonly outputs: Out;
}

/** The names of inputs; that of a single one is its own affair. */
type InputNames<In extends Inputs> = In extends InputValue ? string : keyof In & string;

/** Rows of outputs by name; a single one is called output. */
type OutputRows<Out extends Outputs> = Out extends LayerValue
  ? { output: KnownOf<Out, KnownRows> }
  : { [Name in keyof Out & string]: KnownOf<Out[Name], KnownRows> };

const isOne = <T extends LayerValue>(value: T | Readonly<Record<string, T>>): value is T =>
  "kind" in value && typeof value.kind === "string";

function named({ inputs, outputs }: FunctionalValues): FunctionalDefinition {
  return {
    inputs: isOne(inputs) ? { [inputs.name ?? "x"]: inputs } : inputs,
    outputs: isOne(outputs) ? { output: outputs } : outputs,
  };
}

/**
 * A model of layers that are connected in any way: several inputs, several outputs, branches, layers used twice.
 * With several inputs, rows are given by name: `fit({ image, age }, y)`; with several outputs, targets, losses and
 * metrics are, and `predictOutputs` gives each by its name.
 *
 * @throws {ConfigError} when the outputs depend on an input that is not listed, or two layers have the same name.
 *
 * @example
 * ```ts
 * import { apply, concatenate, dense, functional, input } from "chainrule";
 * const hours = input({ shape: [1] });
 * const subject = input({ shape: [3] });
 * const both = apply(concatenate(), [hours, subject]);
 * const model = functional({ inputs: { hours, subject }, outputs: apply(dense({ units: 1 }), both) }, { seed: 1 });
 * model.compile({ optimizer: "adam", loss: "meanSquaredError" });
 * await model.fit({ hours: [[1], [2]], subject: [[1, 0, 0], [0, 1, 0]] }, [[50], [60]], { epochs: 2 });
 * console.log((await model.predict({ hours: [[3]], subject: [[0, 0, 1]] })).shape); // [1, 1]
 * ```
 */
export function functional<In extends Inputs, Out extends Outputs>(
  values: FunctionalValues<In, Out>,
  options?: SequentialOptions,
): Model<OutputRows<Out>, InputNames<In>>;
export function functional(values: FunctionalValues, options: SequentialOptions = {}): Model {
  const { name = "functional", seed = randomSeed() } = configure(modelFields, options, "functional");
  return new Model(createCore({ architecture: functionalArchitecture(named(values)), name, seed }));
}

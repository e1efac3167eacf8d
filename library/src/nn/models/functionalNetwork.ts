// Networks in the functional form: layers are applied to values, and a network is what leads from inputs to outputs.
import { ConfigError, type Dtype, formatShape, type Shape } from "../../tensor/index.ts";
import { describeValue, isComponent } from "../components/index.ts";
import type { Layer } from "../layer.ts";
import type { Fitting, KnownOf, KnownRows, Knows, LayerRows, RowsAfter, RowsOfShape } from "../layerRows.ts";
import type { Architecture } from "./architecture.ts";
import { buildNetwork, type Connection, type NetworkInput } from "./network.ts";

/** What enters a network, for each row: {@link input} makes one. `Rows` is what the compiler knows of the rows. */
export interface InputValue<out Rows extends KnownRows = KnownRows> extends Knows<Rows> {
  readonly kind: "input";
  readonly name: string | undefined;
  /** Sizes of the axes of one row. */
  readonly shape: Shape;
  readonly dtype: Dtype;
}

/** What a layer gives in a network that is being described: {@link apply} makes one. */
export interface AppliedValue<out Rows extends KnownRows = KnownRows> extends Knows<Rows> {
  readonly kind: "applied";
  readonly layer: Layer;
  readonly inputs: readonly LayerValue[];
  /** Sizes of the axes of one row. */
  readonly shape: Shape;
}

/** A value in a network that is being described. */
export type LayerValue<Rows extends KnownRows = KnownRows> = InputValue<Rows> | AppliedValue<Rows>;

/** What the compiler knows of the rows of a value, or of all values in a list. */
type RowsOfValues<Values> = Values extends readonly (infer Value)[]
  ? KnownOf<Value, KnownRows>
  : KnownOf<Values, KnownRows>;

/** What the compiler knows of the rows that a layer takes: those of the first of several values. */
type FirstRows<Values> = Values extends readonly unknown[]
  ? Values extends readonly [infer First, ...unknown[]]
    ? KnownOf<First, KnownRows>
    : KnownRows
  : KnownOf<Values, KnownRows>;

/** Inputs and outputs of a network by name. */
export interface FunctionalDefinition {
  readonly inputs: Readonly<Record<string, InputValue>>;
  readonly outputs: Readonly<Record<string, LayerValue>>;
}

const isLayerValue = (value: unknown): value is LayerValue =>
  typeof value === "object" &&
  value !== null &&
  "kind" in value &&
  (value.kind === "input" || value.kind === "applied");

const isSize = (size: unknown): boolean => Number.isSafeInteger(size) && Number(size) > 0;

/**
 * What enters a network in the functional form.
 *
 * @param options `shape`: sizes of the axes of one row, `[]` for one number or label. `dtype`: `"int32"` for labels and
 * indices, default `"float"`. `name`: for the rows given to `fit`, where the network has several inputs.
 * @throws {ConfigError} for a shape that is none.
 *
 * @example
 * ```ts
 * import { input } from "chainrule";
 * console.log(input({ shape: [28, 28, 1] }).shape); // [28, 28, 1]
 * ```
 */
export function input<const S extends Shape>(options: {
  readonly shape: S;
  readonly dtype?: Dtype;
  readonly name?: string;
}): InputValue<RowsOfShape<S>> {
  const { shape, dtype = "float", name } = options;
  if (!Array.isArray(shape) || !shape.every(isSize)) {
    throw new ConfigError("shape", {
      where: "input",
      got: describeValue(shape),
      expected: "positive whole numbers such as [64]",
    });
  }
  return Object.freeze({ kind: "input", name, shape, dtype });
}

function shapeAfter(layer: Layer, inputs: readonly LayerValue[]): Shape {
  const network = buildNetwork({
    inputs: inputs.map(({ shape }, position) => ({ name: `x${position}`, shape, dtype: layer.inputDtype })),
    connections: [{ layer, inputs: inputs.map((_, position) => position) }],
    outputs: [{ name: "output", position: inputs.length }],
  });
  return network.outputs[0]?.shape ?? [];
}

/**
 * Applies a layer to a value, or to several for layers that merge. The same layer applied twice uses one set of weights
 * at both places.
 *
 * @throws {ConfigError | ShapeError} when the layer cannot take such a value.
 *
 * @example
 * ```ts
 * import { add, apply, dense, functional, input } from "chainrule";
 * const x = input({ shape: [4] });
 * const h = apply(dense({ units: 4, activation: "relu" }), x);
 * const model = functional({ inputs: x, outputs: apply(dense({ units: 1 }), apply(add(), [x, h])) }, { seed: 1 });
 * console.log((await model.predict([[1, 2, 3, 4]])).shape); // [1, 1]
 * ```
 */
export function apply<const L extends Layer, const Values extends LayerValue | readonly LayerValue[]>(
  layer: Fitting<L, FirstRows<Values>>,
  values: Values,
): AppliedValue<RowsAfter<KnownOf<L, LayerRows>, RowsOfValues<Values>>>;
export function apply(layer: Layer, values: LayerValue | readonly LayerValue[]): AppliedValue {
  const inputs: readonly unknown[] = Array.isArray(values) ? values : [values];
  if (!isComponent(layer, "layer")) {
    throw new ConfigError("apply", { got: describeValue(layer), expected: "a layer, such as dense({ units: 1 })" });
  }
  const checked = inputs.map((value) => {
    if (isLayerValue(value)) return value;
    throw new ConfigError("apply", {
      got: describeValue(value),
      expected: "what input or apply has made",
      fix: "apply(dense({ units: 1 }), input({ shape: [4] }))",
    });
  });
  return Object.freeze({ kind: "applied", layer, inputs: checked, shape: shapeAfter(layer, checked) });
}

/** Every layer's value that the outputs depend on, each after what it depends on. */
function inOrder(outputs: readonly LayerValue[]): AppliedValue[] {
  const found = new Set<LayerValue>();
  const order: AppliedValue[] = [];
  // A stack instead of recursion: networks may be thousands of layers deep.
  const stack = outputs.map((value) => ({ value, isReady: false })).reverse();
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    const { value, isReady } = next;
    if (value.kind === "input") continue;
    if (isReady) {
      order.push(value);
    } else if (!found.has(value)) {
      found.add(value);
      stack.push({ value, isReady: true });
      for (const before of [...value.inputs].reverse()) stack.push({ value: before, isReady: false });
    }
  }
  return order;
}

function missingInput(value: LayerValue): ConfigError {
  return new ConfigError("the outputs depend on an input that is not listed", {
    where: "functional",
    got: `an input of shape ${formatShape(value.shape)}`,
    fix: "Name it in inputs",
  });
}

/** Layers in an order in which they can be computed, with the positions of their inputs. */
interface Wiring {
  readonly inputs: readonly NetworkInput[];
  readonly connections: readonly Connection[];
  readonly outputs: readonly { readonly name: string; readonly position: number }[];
}

function checkUse(definition: FunctionalDefinition, order: readonly AppliedValue[]): void {
  const used = new Set<LayerValue>([...order.flatMap(({ inputs }) => inputs), ...Object.values(definition.outputs)]);
  for (const [name, value] of Object.entries(definition.inputs)) {
    if (used.has(value)) continue;
    throw new ConfigError(`the input "${name}" has no influence on the outputs`, {
      where: "functional",
      fix: "Leave it out, or apply a layer to it",
    });
  }
}

function wire(definition: FunctionalDefinition): Wiring {
  const outputs = Object.entries(definition.outputs);
  const order = inOrder(outputs.map(([, value]) => value));
  checkUse(definition, order);
  const entries = Object.entries(definition.inputs);
  const positions = new Map<LayerValue, number>(entries.map(([, value], position) => [value, position]));
  const positionOf = (value: LayerValue): number => {
    const position = positions.get(value);
    if (position === undefined) throw missingInput(value);
    return position;
  };
  const owners = new Map<Layer, number>();
  const connections = order.map((value, index): Connection => {
    const inputs = value.inputs.map(positionOf);
    positions.set(value, entries.length + index);
    const owner = owners.get(value.layer);
    if (owner === undefined) owners.set(value.layer, index);
    return { layer: value.layer, inputs, ...(owner === undefined ? {} : { shares: owner }) };
  });
  return {
    inputs: entries.map(([name, { shape, dtype }]) => ({ name, shape, dtype })),
    connections,
    outputs: outputs.map(([name, value]) => ({ name, position: positionOf(value) })),
  };
}

/** An architecture from its wiring; the wiring is also the form in files. */
export function wiredArchitecture({ inputs, connections, outputs }: Wiring): Architecture {
  const layers = connections.flatMap(({ layer, shares }) => (shares === undefined ? [layer] : []));
  return {
    layers,
    inputNames: inputs.map(({ name }) => name),
    outputNames: outputs.map(({ name }) => name),
    build: ({ frozen } = {}) =>
      buildNetwork({ inputs, connections, outputs, ...(frozen === undefined ? {} : { frozen }) }),
    toJSON: (name) => ({
      type: "functional",
      name,
      inputs: inputs.map((entry) => ({ ...entry })),
      layers: layers.map((layer) => layer.toJSON()),
      connections: connections.map(({ layer, inputs: from }) => ({ layer: layers.indexOf(layer), inputs: from })),
      outputs: outputs.map((entry) => ({ ...entry })),
    }),
  };
}

/**
 * Layers connected as the values say.
 *
 * @throws {ConfigError} when the outputs depend on an input that is not listed, or do not depend on one that is.
 */
export function functionalArchitecture(definition: FunctionalDefinition): Architecture {
  return wiredArchitecture(wire(definition));
}

// Random networks with losses, optimizers and rows, made of everything in the registries, on which laws of training are tried.
import {
  activation,
  apply,
  concatenate,
  dense,
  embedding,
  flatten,
  functional,
  type InputValue,
  input,
  type Layer,
  type LayerValue,
  type Loss,
  type LossReduction,
  layerRegistry,
  lossRegistry,
  type Model,
  NdArray,
  type Optimizer,
  type RegisteredFactory,
  readComponent,
  type Shape,
  sequential,
} from "../../src/index.ts";
import { sizeOf } from "../../src/tensor/index.ts";
import { activationOf, Draw, lengthening, type Options, optimizerOf, optionsOf } from "./randomOptions.ts";

/** What a law is tried on. */
export interface RandomTraining {
  /** The same network each time, with the same weights. */
  readonly build: () => Model;
  readonly loss: Loss;
  readonly optimizer: Optimizer;
  readonly reduction: LossReduction;
  readonly x: Readonly<Record<string, NdArray>>;
  readonly y: NdArray;
  readonly sampleWeight: NdArray | undefined;
  readonly rows: number;
  readonly batchSize: number;
  /** All of that as text, to build it again by hand. */
  readonly description: string;
}

/** A value in a network that grows. */
interface Growing {
  readonly value: LayerValue;
  readonly layers: Layer[];
}

const merging = ["add", "concatenate", "multiply"];
const placedElsewhere = [...merging, "embedding"];

function pair(draw: Draw, largest: readonly (number | undefined)[]): readonly number[] {
  return [0, 1].map((axis) => draw.whole(1, Math.min(3, largest[axis] ?? 1)));
}

/** A shape with the same number of numbers. */
function otherShape(draw: Draw, row: Shape): Shape {
  const size = sizeOf(row);
  const divisors = Array.from({ length: size }, (_, at) => at + 1).filter((divisor) => size % divisor === 0);
  const first = draw.pick(divisors);
  const second = draw.pick(divisors.filter((divisor) => (size / first) % divisor === 0));
  return draw.pick([[size], [first, size / first], [first, -1], [first, second, size / first / second]]);
}

/** Options that have to do with the shape of the rows. */
function shapeOptions(draw: Draw, type: string, row: Shape): Options {
  const axes = draw.chance(0.5) ? -1 : draw.pick(row.map((_, at) => at + 1));
  const padding = draw.pick(["valid", "same"]);
  const windows = padding === "same" ? [3, 3] : row;
  const byType: Readonly<Record<string, () => Options>> = {
    reshape: () => ({ targetShape: otherShape(draw, row) }),
    // A variance below 0 has no root.
    batchNormalization: () => ({ axis: axes, movingVarianceInitializer: undefined }),
    layerNormalization: () => ({ axis: row.length > 1 && draw.chance(0.3) ? [1, -1].slice(0, row.length) : axes }),
    prelu: () => ({ sharedAxes: draw.chance(0.5) ? undefined : axes }),
    conv2D: () => ({
      padding,
      kernelSize: pair(draw, windows),
      groups: draw.chance(0.2) ? row[2] : 1,
      filters: draw.chance(0.5) ? row[2] : 2 * (row[2] ?? 1),
      // Keras takes only one of them other than 1.
      ...(draw.chance(0.5) ? { dilationRate: 1 } : { strides: 1, dilationRate: padding === "same" ? 2 : 1 }),
    }),
    maxPooling2D: () => ({ padding, poolSize: pair(draw, windows) }),
    averagePooling2D: () => ({ padding, poolSize: pair(draw, windows) }),
  };
  return byType[type]?.() ?? {};
}

type LayerDefinition = RegisteredFactory<Layer> & { readonly rows?: { readonly takes?: readonly string[] } };

/** Whether a layer takes rows of this shape. */
function takes({ type, rows }: LayerDefinition, row: Shape): boolean {
  if (placedElsewhere.includes(type) || (sizeOf(row) > 60 && type === "dense")) return false;
  return rows?.takes === undefined || rows.takes.length === row.length;
}

/** A layer for rows of this shape; those that take only such are as likely as all others together. */
function layerOf(draw: Draw, row: Shape): Layer {
  const fit = layerRegistry.factories.filter((factory) => takes(factory, row));
  const particular = fit.filter((factory: LayerDefinition) => factory.rows?.takes !== undefined);
  const factory = draw.pick(particular.length > 0 && draw.chance(0.5) ? particular : fit);
  const given = {
    name: undefined,
    inputShape: undefined,
    trainable: undefined,
    ...shapeOptions(draw, factory.type, row),
  };
  return factory.create(optionsOf(draw, factory, { given }));
}

function applied(growing: Growing, layer: Layer): Growing {
  return { value: apply(layer, growing.value), layers: [...growing.layers, layer] };
}

function grown(draw: Draw, start: Growing, count: number): Growing {
  let end = start;
  for (let made = 0; made < count; made += 1) end = applied(end, layerOf(draw, end.value.shape));
  return end;
}

/** Two branches of a value, and the layer that joins them. */
function branched(draw: Draw, start: LayerValue): LayerValue {
  const same = layerOf(draw, start.shape);
  const branches = [0, 1].map((): LayerValue => {
    const own = draw.chance(0.3) ? same : layerOf(draw, start.shape);
    return apply(own, start);
  });
  const [first, second] = branches;
  if (first === undefined || second === undefined) throw new Error("there are two branches");
  if (String(first.shape) === String(second.shape)) {
    const join = draw.pick(layerRegistry.factories.filter(({ type }) => merging.includes(type)));
    return apply(join.create({}), [first, second]);
  }
  return apply(
    concatenate(),
    branches.map((branch) => apply(flatten(), branch)),
  );
}

/** The last activation that a loss needs, and its targets. */
interface Head {
  readonly activation: string;
  readonly target: "numbers" | "counts" | "signs" | "flags" | "classes" | "labels";
}

function headOf(draw: Draw, { type, fromLogits, config }: Loss): Head {
  const classes = { activation: fromLogits ? "linear" : "softmax", target: "classes" } as const;
  const flags = { activation: fromLogits ? "linear" : "sigmoid", target: "flags" } as const;
  const heads: Readonly<Record<string, Head>> = {
    binaryCrossentropy: flags,
    binaryFocalCrossentropy: flags,
    categoricalCrossentropy: { ...classes, target: draw.pick(["classes", "labels"]) },
    categoricalFocalCrossentropy: classes,
    categoricalHinge: { activation: "linear", target: "classes" },
    sparseCategoricalCrossentropy: { ...classes, target: "labels" },
    klDivergence: classes,
    hinge: { activation: "linear", target: draw.pick(["signs", "flags"]) },
    squaredHinge: { activation: "tanh", target: "signs" },
    poisson: { activation: config.logInput === true ? "tanh" : "softplus", target: "counts" },
    meanSquaredLogarithmicError: { activation: "softplus", target: "counts" },
  };
  return heads[type] ?? { activation: draw.pick(["linear", "tanh", "sigmoid"]), target: "numbers" };
}

function numbers(count: number, make: (index: number) => number): Float32Array {
  return Float32Array.from({ length: count }, (_, index) => make(index));
}

/** Rows of probabilities: one class is sure, or none. */
function classRow(draw: Draw, classes: number): number[] {
  const sure = draw.whole(0, classes - 1);
  if (draw.chance(0.6)) return Array.from({ length: classes }, (_, at) => (at === sure ? 1 : 0));
  const shares = Array.from({ length: classes }, () => draw.number(0.1, 1));
  const total = shares.reduce((sum, share) => sum + share, 0);
  return shares.map((share) => Math.fround(share / total));
}

function targetsOf(draw: Draw, { target }: Head, rows: number, output: Shape): NdArray {
  const shape = [rows, ...output];
  const size = sizeOf(shape);
  const classes = output.at(-1) ?? 1;
  if (target === "labels") {
    const labels = Int32Array.from({ length: size / classes }, () => draw.whole(0, classes - 1));
    return new NdArray(labels, shape.slice(0, -1));
  }
  const make = {
    numbers: () => draw.number(-1, 1),
    counts: () => draw.whole(0, 4),
    signs: () => (draw.chance(0.5) ? 1 : -1),
    flags: () => (draw.chance(0.5) ? 1 : 0),
    classes: () => 0,
  }[target];
  if (target !== "classes") return new NdArray(numbers(size, make), shape);
  const values = Array.from({ length: size / classes }, () => classRow(draw, classes)).flat();
  return new NdArray(Float32Array.from(values), shape);
}

function rowsOf(draw: Draw, rows: number, { shape, dtype }: InputValue): NdArray {
  const size = rows * sizeOf(shape);
  if (dtype === "int32")
    return new NdArray(
      Int32Array.from({ length: size }, () => draw.whole(0, 3)),
      [rows, ...shape],
    );
  return new NdArray(
    numbers(size, () => draw.number(-1.5, 1.5)),
    [rows, ...shape],
  );
}

function startOf(draw: Draw): { readonly from: InputValue; readonly first: Growing } {
  const shape = draw.pick([[draw.whole(1, 6)], [draw.whole(1, 5), draw.whole(1, 4)], pictureShape(draw)]);
  if (!draw.chance(0.15)) {
    const from = input({ shape });
    return { from, first: { value: from, layers: [] } };
  }
  const from = input({ shape: [draw.whole(1, 4)], dtype: "int32" });
  const layer = embedding({ inputDim: 4, outputDim: draw.whole(1, 3) });
  return { from, first: { value: apply(layer, from), layers: [layer] } };
}

const pictureShape = (draw: Draw): Shape => [draw.whole(1, 6), draw.whole(1, 6), draw.whole(1, 2)];

function lossOf(draw: Draw): Loss {
  const factory = draw.pick(lossRegistry.factories);
  return factory.create(optionsOf(draw, factory, { given: { ignoreClass: undefined } }));
}

/** The last layers: one number for each class or target. */
function headed(draw: Draw, end: Growing, { activation: chosen }: Head): Growing {
  const flat = end.value.shape.length > 1 && draw.chance(0.8) ? applied(end, flatten()) : end;
  const scores = applied(flat, dense({ units: draw.whole(2, 3) }));
  return chosen === "linear" ? scores : applied(scores, activation({ activation: named(chosen) }));
}

function named(name: string) {
  if (name === "softmax" || name === "sigmoid" || name === "tanh" || name === "softplus") return name;
  return activationOf(new Draw(0));
}

/** A training whose network has up to `size` layers before the last ones. */
export function randomTraining(seed: number, size = 4): RandomTraining {
  const draw = new Draw(seed);
  const loss = lossOf(draw);
  const head = headOf(draw, loss);
  const { from, first } = startOf(draw);
  const middle = grown(draw, first, draw.whole(0, size));
  const isBranched = draw.chance(0.4) && sizeOf(middle.value.shape) <= 60;
  const joined = isBranched ? { value: branched(draw, middle.value), layers: [] } : middle;
  const { value, layers } = headed(draw, joined, head);
  const rows = draw.whole(1, 9);
  const x = rowsOf(draw, rows, from);
  const build = (): Model => {
    if (isBranched) return functional({ inputs: { x: from }, outputs: value }, { seed });
    const [start, ...others] = layers;
    if (start === undefined) throw new Error("a network has at least one layer");
    const shaped = readComponent(layerRegistry, { ...start.toJSON(), inputShape: from.shape }, [], "layer");
    return sequential([shaped, ...others], { seed });
  };
  const y = targetsOf(draw, head, rows, value.shape);
  const isWeighted = draw.chance(0.3);
  const network = describe(build());
  // The first step of FTRL leaves weights near 0, in whose place a constraint puts long vectors.
  const hasLengths = lengthening.some((type) => JSON.stringify(network).includes(type));
  const optimizer = optimizerOf(draw, hasLengths ? ["ftrl"] : []);
  const reduction = draw.pick(["sumOverBatchSize", "meanWithSampleWeight", "sum"] as const);
  const batchSize = draw.whole(1, rows);
  const sampleWeight = isWeighted
    ? new NdArray(
        numbers(rows, () => draw.number(0.1, 2)),
        [rows],
      )
    : undefined;
  const about = { seed, rows, batchSize, reduction, isWeighted, loss, optimizer, network };
  return {
    build,
    loss,
    optimizer,
    reduction,
    x: { x },
    y,
    sampleWeight,
    rows,
    batchSize,
    description: JSON.stringify(about),
  };
}

const describe = ({ network }: Model) =>
  network?.layers.map(({ layer, inputs, outputShape }) => ({ ...layer.toJSON(), inputs, outputShape }));

// Runs the steps of an optimizer alone, on given gradients: the program that training runs, without a network.
import { reference, type SynchronousInvocation, type SynchronousStorage, wasm } from "../../src/backends/index.ts";
import { createPlan, createProgram, type Plan, type Program } from "../../src/graph/index.ts";
import { defineLayer, type Layer } from "../../src/nn/index.ts";
import { zeros } from "../../src/nn/initializers/index.ts";
import { broadcastTo, concatenate, input, reshape } from "../../src/ops/index.ts";
import { NdArray, type Shape, type Tensor } from "../../src/tensor/index.ts";
import {
  bindingNames,
  isFullBatch,
  layoutOf,
  type Optimizer,
  optimizerUpdates,
  type ParameterLayout,
  rateOf,
  type StepOptimizer,
  sequential,
  slotBinding,
  splitWeights,
} from "../../src/training/index.ts";

/** Variables by name. */
export type Variables = Readonly<Record<string, NdArray>>;

/** A layer that gives its weights, flat and side by side, for each row, whatever the row. */
export function weightsLayer(shapes: Readonly<Record<string, Shape>>): Layer {
  const make = defineLayer({
    name: "weights",
    description: "Its weights",
    weights: () =>
      Object.fromEntries(Object.entries(shapes).map(([name, shape]) => [name, { shape, initializer: zeros() }])),
    call: (weights: Readonly<Record<string, Tensor>>, x) => {
      const flat = concatenate(Object.values(weights).map((weight) => reshape(weight, [-1])));
      return broadcastTo(flat, [x.shape[0] ?? 1, ...flat.shape]);
    },
  });
  return make({ inputShape: [1] });
}

function layoutFor(variables: Variables): ParameterLayout {
  const shapes = Object.fromEntries(Object.entries(variables).map(([name, { shape }]) => [name, shape]));
  const { network } = sequential([weightsLayer(shapes)], { seed: 0 });
  if (network === undefined) throw new Error("the network is not built");
  return layoutOf(network);
}

const flat = (variables: Variables): Float64Array =>
  Float64Array.from(Object.values(variables).flatMap(({ data }) => [...data]));

/** An optimizer at work on some variables. */
export class OptimizerRun {
  private readonly layout: ParameterLayout;
  private readonly optimizer: StepOptimizer;
  readonly plan: Plan;
  private readonly storages: Readonly<Record<string, SynchronousStorage>>;
  private readonly invocation: SynchronousInvocation;
  private iteration = 0;

  constructor(optimizer: Optimizer, backend: "reference" | "wasm", start: Variables) {
    if (isFullBatch(optimizer)) throw new Error(`${optimizer.type} makes no steps on batches`);
    this.optimizer = optimizer;
    this.layout = layoutFor(start);
    const engine = backend === "wasm" ? wasm : reference;
    this.plan = createPlan(this.program(), engine);
    const session = engine.open();
    this.storages = Object.fromEntries(
      [...this.plan.bindings].map(([name, { spec }]) => [name, session.allocate(spec)]),
    );
    this.invocation = session.compile(this.plan).bind(this.storages);
    this.write(bindingNames.parameters, flat(start));
    for (const [name, { initial }] of optimizer.slots) {
      const size = this.storages[slotBinding(name)]?.spec.shape[0] ?? 1;
      this.write(slotBinding(name), new Float64Array(size).fill(initial));
    }
  }

  private program(): Program {
    const size = [this.layout.parameterCount];
    const updates = optimizerUpdates(
      this.optimizer,
      this.layout,
      input(bindingNames.parameters, size),
      input("gradient", size),
    );
    return createProgram({ updates });
  }

  private write(name: string, values: ArrayLike<number>): void {
    this.storages[name]?.write(Float64Array.from(values));
  }

  /** Takes one step and gives the variables after it. */
  step(gradient: Variables): Variables {
    const { schedule, learningRate } = this.optimizer;
    this.write("gradient", flat(gradient));
    this.write(bindingNames.learningRate, [rateOf(schedule ?? learningRate, this.iteration)]);
    this.iteration += 1;
    this.write(bindingNames.iteration, [this.iteration]);
    this.invocation.run();
    return this.read(bindingNames.parameters);
  }

  /** The values of a slot, variable by variable. */
  slot(name: string): Variables {
    return this.read(slotBinding(name));
  }

  private read(name: string): Variables {
    const data = this.storages[name]?.read();
    if (data === undefined) throw new Error(`${name} is not bound`);
    const named = splitWeights(this.layout.parameters, data);
    return Object.fromEntries(named.map(([weight, values]) => [weight.slice("weights/".length), values]));
  }
}

/** Arrays of the same shape, one after another along a new first axis. */
export function stacked(arrays: readonly NdArray[]): NdArray {
  const data = arrays.flatMap((array) => [...array.data]);
  return new NdArray(Float64Array.from(data), [arrays.length, ...(arrays[0]?.shape ?? [])]);
}

// Laws of training on random networks: what backends, files, sources of batches and other spellings must not change.
import { describe, expect, test } from "vitest";
import {
  activation,
  activationRegistry,
  apply,
  type CompileOptions,
  createPlan,
  dense,
  functional,
  input,
  loadModel,
  type Model,
  NdArray,
  Random,
  reference,
  sequential,
  sgd,
  takeRows,
} from "../../src/index.ts";
import { bindingNames, gradientProgram, joinWeights, layoutOf, resolveTraining } from "../../src/training/index.ts";
import { type RandomTraining, randomTraining } from "./randomNetworks.ts";
import { Draw, optimizerOf } from "./randomOptions.ts";

type Weights = ReturnType<Model["getWeights"]>;
type BackendOption = Pick<CompileOptions, "optimizer" | "backend">;

const seeds = (from: number, count: number): number[] => Array.from({ length: count }, (_, index) => from + index);

function compiled({ build, loss, reduction, optimizer }: RandomTraining, options: Partial<BackendOption> = {}): Model {
  const model = build();
  model.compile({ loss, reduction, optimizer, ...options });
  return model;
}

const weighted = ({ sampleWeight }: RandomTraining) => (sampleWeight === undefined ? {} : { sampleWeight });
const largest = (values: ArrayLike<number>): number => Array.from(values, Math.abs).reduce((a, b) => Math.max(a, b), 0);

/** Bits of weights, of any order. */
const bits = (weights: Weights): Record<string, Uint8Array> =>
  Object.fromEntries(
    Object.entries(weights).map(([name, { data }]) => [
      name,
      new Uint8Array(data.buffer, data.byteOffset, data.byteLength),
    ]),
  );

function expectClose(actual: ArrayLike<number>, expected: ArrayLike<number>, scale: number, what: string): void {
  const wrong = Array.from(expected).findIndex(
    (value, index) => !(Math.abs((actual[index] ?? Number.NaN) - value) <= 1e-4 * (Math.abs(value) + scale)),
  );
  if (wrong >= 0) expect.fail(`${what}[${wrong}]: got ${actual[wrong]}, expected ${expected[wrong]}`);
}

/** What a training gives on a backend: predictions, losses, and weights before and after. */
async function outcome(training: RandomTraining, options: BackendOption, epochs: number, start?: Weights) {
  const model = compiled(training, options);
  if (start !== undefined) model.setWeights(start);
  const [before, { x, y, rows }] = [model.getWeights(), training];
  const predictions = await model.predict(x);
  const { loss } = await model.evaluate(x, y, weighted(training));
  const history = await model.fit(x, y, { ...weighted(training), epochs, batchSize: rows, shuffle: false });
  return { before, predictions, loss, trainingLoss: history.loss[0] ?? Number.NaN, after: model.getWeights() };
}

/** What one step of plain descent with the rate 1 takes away: the gradient, before constraints. */
function descents({ before, after }: { readonly before: Weights; readonly after: Weights }): Map<string, Float64Array> {
  return new Map(
    Object.entries(before).map(([name, { data }]) => [
      name,
      Float64Array.from(data, (value, index) => value - (after[name]?.data[index] ?? Number.NaN)),
    ]),
  );
}

// Sums of float32 are exact to their largest parts only, so derivatives are compared in the scale of the whole
// gradient. By optimizers that look at a derivative's sign or size alone, one that is nothing but rounding moves its
// weight by a whole step: such weights are left out.
test.each(seeds(0, 16))("network %d: the wasm backend predicts, judges and trains as the reference", async (seed) => {
  const training = randomTraining(seed);
  const descent = sgd({ learningRate: 1 });
  const fast = await outcome(training, { optimizer: descent, backend: "wasm" }, 1);
  const exact = await outcome(training, { optimizer: descent, backend: "reference" }, 1, fast.before);
  const { data } = exact.predictions;
  expectClose(fast.predictions.data, data, largest(data) + 1e-3, "prediction");
  expectClose([fast.loss, fast.trainingLoss], [exact.loss, exact.trainingLoss], 0.01, "loss");
  const [ofFast, ofExact] = [descents(fast), descents(exact)];
  const scale = Math.max(1e-3, ...[...ofExact.values()].map(largest));
  for (const [name, values] of ofExact) expectClose(ofFast.get(name) ?? [], values, scale, `gradient of ${name}`);
  const { optimizer } = training;
  const steps = Number(optimizer.config.gradientAccumulationSteps ?? 1);
  const fastStep = await outcome(training, { optimizer, backend: "wasm" }, steps, fast.before);
  const exactStep = await outcome(training, { optimizer, backend: "reference" }, steps, fast.before);
  for (const [name, { data: values }] of Object.entries(exactStep.after)) {
    const isKnown = (index: number) => Math.abs(ofExact.get(name)?.[index] ?? 0) > 1e-4 * scale;
    const known = (from: ArrayLike<number>) => Array.from(from, (value, index) => (isKnown(index) ? value : 0));
    const size = Math.max(largest(values), largest(fast.before[name]?.data ?? []));
    expectClose(known(fastStep.after[name]?.data ?? []), known(values), size, `new ${name}`);
  }
});

/** The loss of a training step and its gradient as functions of the parameters, in float64. */
function lossFunction({ build, loss, reduction, x, y, sampleWeight, rows }: RandomTraining) {
  const { network } = build();
  if (network === undefined) throw new Error("the network is not built");
  const layout = layoutOf(network);
  const isLabels = y.data instanceof Int32Array;
  const targets = loss.targets(network.outputs[0]?.shape ?? []).filter(({ dtype }) => (dtype === "int32") === isLabels);
  const forms = { targets: targets.slice(0, 1), weights: [sampleWeight === undefined ? undefined : []] };
  const config = resolveTraining({ optimizer: "sgd", loss, reduction }, ["output"]);
  const plan = createPlan(gradientProgram({ network, layout, config, forms, rows, batchSize: rows }), reference);
  const session = reference.open();
  const storages = Object.fromEntries([...plan.bindings].map(([name, { spec }]) => [name, session.allocate(spec)]));
  const invocation = session.compile(plan).bind(storages);
  const start = new Map(Object.entries(build().getWeights()));
  const [parameters, statistics] = [new Float64Array(layout.parameterCount), new Float64Array(layout.statisticsCount)];
  joinWeights(layout.parameters, start, parameters);
  joinWeights(layout.statistics, start, statistics);
  storages.x?.write(x.x?.data ?? []);
  storages.y?.write(y.data);
  storages.w?.write(sampleWeight?.data ?? []);
  storages[bindingNames.statistics]?.write(statistics);
  storages[bindingNames.indices]?.write(seeds(0, rows));
  const at = (values: Float64Array): number => {
    storages[bindingNames.parameters]?.write(values);
    invocation.run();
    return storages[bindingNames.loss]?.get(0) ?? Number.NaN;
  };
  return { parameters, at, gradient: () => storages[bindingNames.gradient]?.read() ?? new Float64Array(0) };
}

test.each(seeds(100, 30))("network %d: the gradient is that of finite differences", (seed) => {
  const { parameters, at, gradient } = lossFunction(randomTraining(seed));
  const random = new Random(seed, 1);
  // Away from the kinks that weights of 0 lie on.
  const point = parameters.map((value) => value + random.uniform(-0.05, 0.05));
  const value = at(point);
  const derivatives = Float64Array.from(gradient());
  const scale = 1e-3 * Math.hypot(...derivatives) + 1e-4 * Math.abs(value);
  for (let trial = 0; trial < 3; trial += 1) {
    const direction = point.map(() => random.normal() / Math.sqrt(point.length));
    const along = (step: number) => at(point.map((coordinate, index) => coordinate + step * (direction[index] ?? 0)));
    const difference = (step: number) => (along(step) - along(-step)) / (2 * step);
    const [near, far] = [difference(1e-5), difference(2e-5)];
    const exact = derivatives.reduce((sum, derivative, index) => sum + derivative * (direction[index] ?? 0), 0);
    const tolerance = 1e-5 * (Math.abs(exact) + scale);
    // Where two differences disagree, a kink lies between.
    if (Math.abs(near - far) <= tolerance) expect(Math.abs(near - exact)).toBeLessThanOrEqual(tolerance);
  }
});

/** Averages take the place of the weights when a training ends, and `partialFit` has no end: here without them. */
function withoutAverages(seed: number): RandomTraining {
  return { ...randomTraining(seed), optimizer: optimizerOf(new Draw(seed), [], { useEma: false }) };
}

/** Rows from one number to another. */
function part({ x, y, sampleWeight }: RandomTraining, from: number, to: number) {
  const rows = seeds(from, to - from);
  const weights = sampleWeight === undefined ? {} : { sampleWeight: takeRows(sampleWeight, rows) };
  const inputs = Object.fromEntries(Object.entries(x).map(([name, values]) => [name, takeRows(values, rows)]));
  return { x: inputs, y: takeRows(y, rows), ...weights };
}

/** All rows in batches, in order. */
function batches(training: RandomTraining): ReturnType<typeof part>[] {
  const { rows, batchSize } = training;
  const starts = seeds(0, Math.ceil(rows / batchSize)).map((batch) => batch * batchSize);
  return starts.map((start) => part(training, start, Math.min(rows, start + batchSize)));
}

test.each(seeds(200, 8))("network %d: a training that is saved and loaded goes on with the same bits", async (seed) => {
  const training = randomTraining(seed);
  const { x, y, batchSize } = training;
  const options = { ...weighted(training), batchSize };
  const [whole, first] = [compiled(training), compiled(training)];
  await whole.fit(x, y, { ...options, epochs: 4 });
  await first.fit(x, y, { ...options, epochs: 2 });
  const file = await first.toBytes();
  const second = await loadModel(file);
  expect(await second.toBytes()).toEqual(file);
  await second.fit(x, y, { ...options, epochs: 4, initialEpoch: second.epochsTrained });
  expect(await second.toBytes()).toEqual(await whole.toBytes());
});

test.each(seeds(300, 6))("network %d: batches from a generator give the same bits as rows in memory", async (seed) => {
  const training = randomTraining(seed);
  const { x, y, batchSize } = training;
  const [onRows, onBatches] = [compiled(training), compiled(training)];
  const history = await onRows.fit(x, y, { ...weighted(training), batchSize, epochs: 2, shuffle: false });
  const other = await onBatches.fit(() => batches(training), { epochs: 2 });
  expect(bits(onBatches.getWeights())).toEqual(bits(onRows.getWeights()));
  expect(other.loss).toEqual(history.loss);
});

test.each(seeds(350, 6))("network %d: partialFit gives the same bits as fit", async (seed) => {
  const training = withoutAverages(seed);
  const { x, y, batchSize } = training;
  const [whole, inParts] = [compiled(training), compiled(training)];
  await whole.fit(x, y, { ...weighted(training), batchSize, epochs: 2, shuffle: false });
  for (const batch of [...batches(training), ...batches(training)]) {
    const { sampleWeight } = batch;
    await inParts.partialFit(batch.x, batch.y, sampleWeight === undefined ? {} : { sampleWeight });
  }
  expect(bits(inParts.getWeights())).toEqual(bits(whole.getWeights()));
});

describe.each([
  ["zeros", () => 0],
  ["large numbers", (value: number) => 1e4 * value],
  ["numbers near 0", (value: number) => 1e-30 * value],
  ["numbers that float32 holds with few digits", (value: number) => 1e-40 * value],
])("rows of %s", (_, change) => {
  test.each(seeds(400, 5))("give network %d finite predictions, losses and weights", async (seed) => {
    const training = randomTraining(seed);
    const { x: rows, y } = training;
    const x = Object.fromEntries(
      Object.entries(rows).map(([name, { data, shape }]) => [
        name,
        data instanceof Int32Array ? new NdArray(data, shape) : new NdArray(Float32Array.from(data, change), shape),
      ]),
    );
    const model = compiled(training, { optimizer: sgd({ learningRate: 1e-4 }) });
    const { data } = await model.predict(x);
    expect(Array.from(data).every(Number.isFinite)).toBe(true);
    // It throws where a loss or a weight is not finite.
    await model.fit(x, y, { ...weighted(training), batchSize: training.rows, shuffle: false });
  });
});

describe("the same network in other words has the same bits", () => {
  const values = (draw: Draw, rows: number, columns: number): NdArray =>
    new NdArray(
      Float32Array.from({ length: rows * columns }, () => draw.number(0.01, 0.99)),
      [rows, columns],
    );

  test.each(seeds(0, 10))("an activation as a layer of its own, and other names of layers: draw %d", async (seed) => {
    const draw = new Draw(seed);
    const chosen = draw.pick(activationRegistry.factories).create({});
    const [optimizer, units] = [optimizerOf(draw), draw.whole(1, 5)];
    const joined = sequential(
      [dense({ units, activation: chosen, inputShape: [4] }), dense({ units: 2, activation: "sigmoid" })],
      { seed },
    );
    const divided = sequential(
      [
        dense({ units, inputShape: [4], name: "first" }),
        activation({ activation: chosen }),
        dense({ units: 2, name: "second" }),
        activation({ activation: "sigmoid" }),
      ],
      { seed },
    );
    const [x, y] = [values(draw, 7, 4), values(draw, 7, 2)];
    const loss = draw.pick(["meanSquaredError", "binaryCrossentropy", "klDivergence"] as const);
    const histories = [joined, divided].map((model) => {
      model.compile({ optimizer, loss });
      return model.fit(x, y, { epochs: 2, batchSize: 3 });
    });
    const [first, second] = await Promise.all(histories);
    expect(second?.loss).toEqual(first?.loss);
    expect(Object.values(bits(divided.getWeights()))).toEqual(Object.values(bits(joined.getWeights())));
  });

  test.each(seeds(100, 6))("parts that know nothing of each other, in either order: draw %d", async (seed) => {
    const draw = new Draw(seed);
    const [a, b] = [input({ shape: [3] }), input({ shape: [2] })];
    const left = () =>
      apply(dense({ units: 2, name: "left2" }), apply(dense({ units: 3, activation: "tanh", name: "left1" }), a));
    const right = () => apply(dense({ units: 1, activation: "sigmoid", name: "right" }), b);
    const one = functional({ inputs: { a, b }, outputs: { left: left(), right: right() } }, { seed });
    const other = functional({ inputs: { b, a }, outputs: { right: right(), left: left() } }, { seed });
    other.setWeights(one.getWeights());
    // A norm of all gradients is a sum, in the order of the variables.
    const optimizer = optimizerOf(draw, [], { globalClipNorm: undefined });
    const [x, y] = [
      { a: values(draw, 5, 3), b: values(draw, 5, 2) },
      { left: values(draw, 5, 2), right: values(draw, 5, 1) },
    ];
    for (const model of [one, other]) {
      model.compile({
        optimizer,
        loss: { left: "meanSquaredError", right: "binaryCrossentropy" },
        lossWeights: { left: 0.7, right: 2 },
      });
      await model.fit(x, y, { epochs: 2, batchSize: 2 });
    }
    expect(bits(other.getWeights())).toEqual(bits(one.getWeights()));
  });
});

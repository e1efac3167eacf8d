// L-BFGS on networks of the library is as good as scikit-learn's, from the same first weights.
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { reference, type SynchronousBackend, wasm } from "../../src/backends/index.ts";
import { createPlan, createProgram, gradients } from "../../src/graph/index.ts";
import { relu, sigmoid, tanh } from "../../src/nn/activations/index.ts";
import { type Activation, callNetwork, sequentialNetwork } from "../../src/nn/index.ts";
import { dense } from "../../src/nn/layers/index.ts";
import { meanSquaredError, sparseCategoricalCrossentropy } from "../../src/nn/losses/index.ts";
import { add, input, mean, multiply, reshape, slice, square, sum } from "../../src/ops/index.ts";
import { NdArray, type Tensor } from "../../src/tensor/index.ts";
import type { Objective } from "../../src/training/minimizers/index.ts";
import { lbfgs } from "../../src/training/optimizers/index.ts";
import { type GoldenCase, goldenArray, goldenCases, goldenNumber, goldenRecord } from "../golden/goldenCases.ts";
import { closeTo } from "../ops/closeTo.ts";

const cases = goldenCases("lbfgs");
const file = goldenRecord(JSON.parse(readFileSync(new URL("../golden/lbfgs.json", import.meta.url), "utf8")));
const datasets = goldenRecord(file.datasets);
const activations: Readonly<Record<string, Activation>> = { logistic: sigmoid(), tanh: tanh(), relu: relu() };

function activationOf(name: unknown): Activation {
  const found = activations[String(name)];
  if (found === undefined) throw new Error(`no activation ${String(name)}`);
  return found;
}

const isClassifier = ({ estimator }: GoldenCase): boolean => estimator === "MLPClassifier";

/** Kernel and bias of each layer, as one vector. */
function flat(layers: unknown): Float64Array {
  if (!Array.isArray(layers)) throw new Error("layers are missing");
  const weights = layers.map(goldenRecord).flatMap(({ W, b }) => [...goldenArray(W).data, ...goldenArray(b).data]);
  return Float64Array.from(weights);
}

/** scikit-learn's objective of a case, as a graph over one vector of parameters in the order of `flat`. */
function graphOf(golden: GoldenCase, x: Tensor, y: Tensor, parameters: Tensor): Tensor {
  const hidden = Array.isArray(golden.hidden_layer_sizes) ? golden.hidden_layer_sizes.map(goldenNumber) : [];
  const layers = [
    ...hidden.map((units) => dense({ units, activation: activationOf(golden.activation) })),
    dense({ units: isClassifier(golden) ? 3 : 1 }),
  ];
  const network = sequentialNetwork(layers, x.shape.slice(1));
  let start = 0;
  const weights = new Map<string, Tensor>();
  for (const { name, shape } of network.weights) {
    const size = shape.reduce((product, length) => product * length, 1);
    weights.set(name, reshape(slice(parameters, { start: [start], size: [size] }), shape));
    start += size;
  }
  const [output = x] = callNetwork(network, [x], weights, { training: false }).outputs;
  const loss = isClassifier(golden)
    ? mean(sparseCategoricalCrossentropy({ fromLogits: true }).call(y, output))
    : multiply(mean(meanSquaredError().call(y, output)), 0.5);
  const kernels = [...weights].flatMap(([name, weight]) => (name.endsWith("kernel") ? [sum(square(weight))] : []));
  const squares = kernels.reduce((a, b) => add(a, b));
  return add(loss, multiply(squares, goldenNumber(golden.alpha) / (2 * (x.shape[0] ?? 1))));
}

/** scikit-learn's objective, computed by a backend. */
function objectiveOf(golden: GoldenCase, backend: SynchronousBackend): Objective {
  const data = goldenRecord(datasets[String(golden.dataset)]);
  const [rows, targets] = [goldenArray(data.X), goldenArray(data.y)];
  const x = input("x", rows.shape);
  const y = isClassifier(golden) ? input("y", targets.shape, "int32") : input("y", [rows.shape[0] ?? 0, 1]);
  const parameters = input("parameters", [flat(golden.initial).length]);
  const loss = graphOf(golden, x, y, parameters);
  const [gradient = parameters] = gradients(loss, [parameters]);
  const session = backend.open();
  const storages = {
    x: session.allocate(x),
    y: session.allocate(y),
    parameters: session.allocate(parameters),
    loss: session.allocate(loss),
    gradient: session.allocate(gradient),
  };
  storages.x.write(rows.data);
  storages.y.write(targets.data);
  const plan = createPlan(createProgram({ outputs: { loss, gradient } }), backend);
  const invocation = session.compile(plan).bind(storages);
  return (values) => {
    storages.parameters.write(values);
    invocation.run();
    return { loss: storages.loss.get(0), gradient: Float64Array.from(storages.gradient.read()) };
  };
}

const asArray = (values: ArrayLike<number>): NdArray => new NdArray(Float64Array.from(values), [values.length]);

async function train(golden: GoldenCase, backend: SynchronousBackend, maxIterations: number) {
  const optimizer = lbfgs({
    gradientTolerance: goldenNumber(golden.tol),
    maxFunctionEvaluations: goldenNumber(golden.max_fun),
  });
  const minimization = await optimizer.begin(objectiveOf(golden, backend), flat(golden.initial));
  const losses: number[] = [];
  let isDone = false;
  while (!isDone && losses.length < maxIterations) {
    const { loss, stopReason } = await minimization.iterate();
    losses.push(loss);
    isDone = stopReason !== undefined;
  }
  return { losses, evaluations: minimization.functionEvaluations, parameters: minimization.parameters };
}

test("every case is run", () => expect(cases.map(({ convex }) => convex).filter(Boolean).length).toBe(2));

describe("on reference", () => {
  test.each(cases)("$name: loss and gradient at the first weights", async (golden) => {
    const { loss, gradients: layers } = goldenRecord(golden.first_evaluation);
    const found = await objectiveOf(golden, reference)(flat(golden.initial));
    closeTo(asArray([found.loss]), asArray([goldenNumber(loss)]), { relative: 1e-10, absolute: 1e-12 });
    closeTo(asArray(found.gradient), asArray(flat(layers)), { relative: 1e-10, absolute: 1e-12 });
  });

  test.each(cases)("$name: the same course, until rounding tells them apart", async (golden) => {
    const theirs = goldenArray(golden.loss_after_iteration).rows(0, Math.min(20, goldenNumber(golden.n_iter_)));
    const { losses } = await train(golden, reference, theirs.size);
    closeTo(asArray(losses), theirs, { relative: 1e-8, absolute: 0 });
  });

  test.each(cases.filter(({ convex }) => convex === true))("$name: the same end", async (golden) => {
    const { losses, evaluations, parameters } = await train(golden, reference, goldenNumber(golden.max_iter));
    expect([losses.length, evaluations]).toEqual([golden.n_iter_, golden.function_evaluations]);
    closeTo(asArray(parameters), asArray(flat(golden.final)), { relative: 1e-5, absolute: 1e-6 });
  });
});

describe.each([reference, wasm])("on $name", (backend) => {
  test.each(cases)("$name: at most their loss in at most their iterations, give or take 20 %", async (golden) => {
    const iterations = Math.floor(1.2 * goldenNumber(golden.n_iter_));
    const { losses, evaluations } = await train(golden, backend, iterations);
    // Where both end by a tolerance neither is at the very minimum.
    expect(losses.at(-1)).toBeLessThanOrEqual(1.0001 * goldenNumber(golden.final_loss));
    expect(evaluations).toBeLessThan(3 * goldenNumber(golden.function_evaluations));
  });
});

// Optimizers take the steps that Keras takes, weight by weight, on a quadratic and with given gradients.
import "../../src/names.ts";
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { defineLayer, defineLoss, type Layer } from "../../src/nn/index.ts";
import { zeros } from "../../src/nn/initializers/index.ts";
import { broadcastTo, concatenate, constant, multiply, reshape, square, sum } from "../../src/ops/index.ts";
import { NdArray, type Shape, type Tensor } from "../../src/tensor/index.ts";
import { type FitOptions, type Optimizer, sequential } from "../../src/training/index.ts";
import { adam, sgd } from "../../src/training/optimizers/index.ts";
import { type GoldenCase, goldenArray, goldenCases, goldenNumber, goldenRecord } from "../golden/goldenCases.ts";
import { closeTo, type Tolerance } from "../ops/closeTo.ts";

const file = goldenRecord(JSON.parse(readFileSync(new URL("../golden/optimizers.json", import.meta.url), "utf8")));
const problems = goldenRecord(file.problems);
const keras = goldenCases("optimizers").filter(({ framework }) => framework === "keras");

/** Options of the two optimizers by Keras's names; a case with any other option is not covered yet. */
function optimizerOf({ optimizer, config }: GoldenCase): Optimizer | undefined {
  const { learning_rate, momentum, nesterov, ...others } = goldenRecord(config);
  if (Object.keys(others).length > 0 || typeof learning_rate !== "number") return undefined;
  if (optimizer === "Adam") return adam({ learningRate: learning_rate });
  if (optimizer !== "SGD") return undefined;
  return sgd({ learningRate: learning_rate, momentum: goldenNumber(momentum ?? 0), nesterov: nesterov === true });
}

/** A layer that gives its weights, flat and side by side, for each row, whatever the row. */
function weightsLayer(shapes: Readonly<Record<string, Shape>>): Layer {
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

const quadraticLoss = defineLoss({
  name: "quadratic",
  description: "sum(coef * w^2)",
  call: (_yTrue, w) =>
    sum(multiply(square(w), constant(goldenArray(goldenRecord(problems.quadratic).coef))), { axes: -1 }),
});
/** Its derivative by the weights is the target. */
const linearLoss = defineLoss({
  name: "linear",
  description: "sum(g * w)",
  call: (g, w) => sum(multiply(g, w), { axes: -1 }),
});

type Course = Readonly<Record<string, NdArray>>;

/** The weights after every step, [steps, ...] by name. */
async function course(
  shapes: Readonly<Record<string, Shape>>,
  start: Course,
  [x, y, options]: readonly [x: NdArray, y: NdArray, options: FitOptions],
  training: {
    readonly optimizer: Optimizer;
    readonly loss: ReturnType<typeof linearLoss>;
    readonly backend: "reference" | "wasm";
  },
): Promise<Course> {
  const model = sequential([weightsLayer(shapes)], { seed: 0 });
  model.setWeights(Object.fromEntries(Object.entries(start).map(([name, value]) => [`weights/${name}`, value])));
  model.compile(training);
  const steps: Record<string, number[]> = Object.fromEntries(Object.keys(shapes).map((name) => [name, []]));
  await model.fit(x, y, {
    ...options,
    batchSize: 1,
    shuffle: false,
    callbacks: [
      {
        onBatchEnd: () => {
          for (const [name, { data }] of Object.entries(model.getWeights())) steps[name.slice(8)]?.push(...data);
        },
      },
    ],
  });
  return Object.fromEntries(
    Object.entries(shapes).map(([name, shape]) => {
      const numbers = steps[name] ?? [];
      const size = shape.reduce((product, length) => product * length, 1);
      return [name, new NdArray(Float64Array.from(numbers), [numbers.length / size, ...shape])];
    }),
  );
}

function rows(first: NdArray, second: NdArray): NdArray {
  const [steps = 0] = first.shape;
  const row = (array: NdArray, step: number): number[] => [...array.rows(step, step + 1).data];
  const data = Array.from({ length: steps }, (_, step) => [...row(first, step), ...row(second, step)]);
  return new NdArray(Float64Array.from(data.flat()), [steps, data[0]?.length ?? 0]);
}

const tolerances: Readonly<Record<"reference" | "wasm", Tolerance>> = {
  reference: { relative: 1e-10, absolute: 1e-12 },
  wasm: { relative: 1e-5, absolute: 1e-6 },
};

const covered = keras.flatMap((golden) => {
  const optimizer = optimizerOf(golden);
  return optimizer === undefined ? [] : [{ name: golden.name, golden, optimizer }];
});

describe.each(["reference", "wasm"] as const)("on %s", (backend) => {
  test.each(covered)("$name", async ({ golden, optimizer }) => {
    if (golden.problem === "quadratic") {
      const { start, steps } = goldenRecord(problems.quadratic);
      const one = new NdArray(new Float64Array(1), [1, 1]);
      const y = new NdArray(new Float64Array(2), [1, 2]);
      const data = [one, y, { epochs: goldenNumber(steps) }] as const;
      const found = await course({ w: [2] }, { w: goldenArray(start) }, data, {
        optimizer,
        loss: quadraticLoss(),
        backend,
      });
      closeTo(found.w ?? one, goldenArray(golden.w), tolerances[backend]);
      return;
    }
    const { A0, B0, gradients_A, gradients_B } = goldenRecord(problems.given);
    const [a, b] = [goldenArray(A0), goldenArray(B0)];
    const y = rows(goldenArray(gradients_A), goldenArray(gradients_B));
    const x = new NdArray(new Float64Array(y.shape[0] ?? 0), [y.shape[0] ?? 0, 1]);
    const shapes = { A: a.shape, B: b.shape };
    const found = await course(shapes, { A: a, B: b }, [x, y, {}], { optimizer, loss: linearLoss(), backend });
    closeTo(found.A ?? x, goldenArray(golden.A), tolerances[backend]);
    closeTo(found.B ?? x, goldenArray(golden.B), tolerances[backend]);
  });
});

test("every case of SGD and Adam without further options is covered", () => {
  expect(covered.map(({ name }) => name)).toEqual([
    "keras SGD plain / quadratic",
    "keras SGD plain / given",
    "keras SGD momentum / quadratic",
    "keras SGD momentum / given",
    "keras SGD nesterov / quadratic",
    "keras SGD nesterov / given",
    "keras Adam defaults / quadratic",
    "keras Adam defaults / given",
    "keras Adam lr 0.1 / quadratic",
    "keras Adam lr 0.1 / given",
  ]);
});

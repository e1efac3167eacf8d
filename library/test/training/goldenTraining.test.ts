// Trainings have the course that Keras and NumPy computed: the loss of every step, and the weights in the end.
import "../../src/names.ts";
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { reference, wasm } from "../../src/backends/index.ts";
import { createPlan, createProgram, gradients } from "../../src/graph/index.ts";
import { dense } from "../../src/nn/layers/index.ts";
import { constant, input, matmul, mean, multiply, sigmoid, square, subtract, sum } from "../../src/ops/index.ts";
import { NdArray, type Tensor } from "../../src/tensor/index.ts";
import { type BackendName, sequential } from "../../src/training/index.ts";
import { sgd } from "../../src/training/optimizers/index.ts";
import { goldenArray, goldenCases, goldenNumber, goldenRecord } from "../golden/goldenCases.ts";
import { closeTo, type Tolerance } from "../ops/closeTo.ts";
import { optimizerOf } from "./goldenOptimizerNames.ts";

const tolerances: Readonly<Record<"reference" | "wasm", Tolerance>> = {
  reference: { relative: 1e-10, absolute: 1e-12 },
  wasm: { relative: 1e-5, absolute: 2e-6 },
};
const backends = ["reference", "wasm"] as const satisfies readonly BackendName[];

const file = goldenRecord(JSON.parse(readFileSync(new URL("../golden/training.json", import.meta.url), "utf8")));
const cases = goldenCases("training");
const digits = goldenRecord(file.digits);
const pixels = goldenArray(digits.pixels_0_to_16);
const x = new NdArray(
  pixels.data.map((pixel) => pixel / 16),
  pixels.shape,
);
const labels = Int32Array.from(goldenArray(digits.labels).data);
const asArray = (values: readonly number[]): NdArray => new NdArray(Float64Array.from(values), [values.length]);

const weightNames = { W1: "dense/kernel", b1: "dense/bias", W2: "dense_1/kernel", b2: "dense_1/bias" } as const;

describe("digits, five epochs without shuffling, the last batch smaller", () => {
  const trainings = cases.filter(({ kind }) => kind === "digits");
  test("the file has four of them", () => {
    expect(trainings.map(({ name }) => name)).toEqual([
      "digits SGD learning_rate=0.1",
      "digits SGD learning_rate=0.05 momentum=0.9",
      "digits Adam learning_rate=0.001",
      "digits RMSprop learning_rate=0.001",
    ]);
  });
  for (const backend of backends) {
    test.each(trainings)(`$name on ${backend}`, async ({ step_losses, ...golden }) => {
      const model = sequential(
        [
          dense({ units: goldenNumber(digits.hidden), activation: "relu", inputShape: [64] }),
          dense({ units: 10, activation: "softmax" }),
        ],
        { seed: 0 },
      );
      expect(digits.activation).toBe("relu");
      const initial = goldenRecord(digits.initial_weights);
      const named = (values: Readonly<Record<string, unknown>>): Record<string, NdArray> =>
        Object.fromEntries(Object.entries(weightNames).map(([from, to]) => [to, goldenArray(values[from])]));
      model.setWeights(named(initial));
      model.compile({
        optimizer: optimizerOf({ ...golden, framework: "keras" }),
        loss: "categoricalCrossentropy",
        backend,
      });
      const losses: number[] = [];
      await model.fit(x, labels, {
        epochs: goldenNumber(digits.epochs),
        batchSize: goldenNumber(digits.batch),
        shuffle: false,
        callbacks: [{ onBatchEnd: ({ batchLoss }) => void losses.push(batchLoss) }],
      });
      closeTo(asArray(losses), goldenArray(step_losses), tolerances[backend]);
      const expected = named(goldenRecord(golden.final_weights));
      for (const [name, weight] of Object.entries(model.getWeights())) {
        closeTo(weight, expected[name] ?? weight, tolerances[backend]);
      }
    });
  }
});

describe("tutorial digits: full batch gradient descent by NumPy", () => {
  const golden = cases.find(({ kind }) => kind === "tutorial_digits");
  test.each(backends)("on %s", async (backend) => {
    if (golden === undefined) throw new Error("the case is missing");
    const rows = goldenNumber(golden.rows);
    const names = { W1: "a/kernel", b1: "a/bias", W2: "b/kernel", b2: "b/bias", W3: "c/kernel", b3: "c/bias" };
    const named = (value: unknown): Record<string, NdArray> =>
      Object.fromEntries(Object.entries(names).map(([from, to]) => [to, goldenArray(goldenRecord(value)[from])]));
    const model = sequential(
      [
        dense({ units: 16, activation: "sigmoid", inputShape: [64], name: "a" }),
        dense({ units: 16, activation: "sigmoid", name: "b" }),
        dense({ units: 10, activation: "softmax", name: "c" }),
      ],
      { seed: 0 },
    );
    model.setWeights(named(golden.initial_weights));
    model.compile({
      optimizer: sgd({ learningRate: goldenNumber(golden.lr) }),
      loss: "sparseCategoricalCrossentropy",
      metrics: ["accuracy"],
      backend,
    });
    const some = x.rows(0, rows);
    const history = await model.fit(some, labels.subarray(0, rows), {
      epochs: goldenNumber(golden.epochs),
      batchSize: rows,
      shuffle: false,
    });
    closeTo(asArray(history.loss), goldenArray(golden.losses), tolerances[backend]);
    const expected = named(golden.final_weights);
    for (const [name, weight] of Object.entries(model.getWeights())) {
      closeTo(weight, expected[name] ?? weight, tolerances[backend]);
    }
    const { accuracy } = await model.evaluate(some, labels.subarray(0, rows));
    expect(accuracy).toBeCloseTo(goldenNumber(golden.final_accuracy), 6);
  });
});

describe("tutorial hours: a training step of one's own, written in operations", () => {
  const golden = cases.find(({ kind }) => kind === "tutorial_hours");
  test.each([reference, wasm])("has the losses, weights and predictions of the NumPy loop on $name", (backend) => {
    if (golden === undefined) throw new Error("the case is missing");
    const tolerance = tolerances[backend === wasm ? "wasm" : "reference"];
    const largest = goldenArray(golden.column_maximum);
    const scaled = (values: unknown, rows: number): Tensor => {
      const { data } = goldenArray(values);
      return constant(
        new NdArray(
          Float64Array.from(data, (value, index) => value / largest.at(index % 2)),
          [rows, 2],
        ),
      );
    };
    const truth = constant(
      new NdArray(
        goldenArray(golden.y).data.map((value) => value / 100),
        [3, 1],
      ),
    );
    const [w1, w2] = [input("w1", [2, 3]), input("w2", [3, 1])];
    const output = (x: Tensor): Tensor => sigmoid(matmul(sigmoid(matmul(x, w1)), w2));
    const error = square(subtract(truth, output(scaled(golden.X, 3))));
    // The tutorial's update is that of half the squared error, at a learning rate of 1.
    const [d1, d2] = gradients(multiply(sum(error), 0.5), [w1, w2]);
    if (d1 === undefined || d2 === undefined) throw new Error("a gradient is missing");
    const session = backend.open();
    const storages = {
      w1: session.allocate(w1),
      w2: session.allocate(w2),
      loss: session.allocate({ shape: [], dtype: "float" }),
      answer: session.allocate({ shape: [1, 1], dtype: "float" }),
    };
    storages.w1.write(goldenArray(golden.initial_W1).data);
    storages.w2.write(goldenArray(golden.initial_W2).data);
    const updates = [
      { state: w1, value: subtract(w1, d1) },
      { state: w2, value: subtract(w2, d2) },
    ];
    const step = createProgram({ outputs: { loss: mean(error) }, updates });
    const training = session.compile(createPlan(step, backend)).bind(storages);
    const recorded = goldenRecord(golden.loss_before_update_of_iteration);
    const losses = new Map<string, number>();
    for (let iteration = 1; iteration <= goldenNumber(golden.iterations); iteration += 1) {
      training.run();
      if (String(iteration) in recorded) losses.set(String(iteration), storages.loss.get(0));
    }
    closeTo(asArray([...losses.values()]), asArray(Object.values(recorded).map(goldenNumber)), tolerance);
    closeTo(new NdArray(storages.w1.read(), [2, 3]), goldenArray(golden.final_W1), tolerance);
    closeTo(new NdArray(storages.w2.read(), [3, 1]), goldenArray(golden.final_W2), tolerance);
    const question = createProgram({ outputs: { answer: output(scaled(golden.predict_input, 1)) } });
    session.compile(createPlan(question, backend)).bind(storages).run();
    const answer = goldenNumber(golden.prediction_scaled_by_training_maximum);
    closeTo(new NdArray(storages.answer.read(), [1, 1]), new NdArray(new Float64Array([answer]), [1, 1]), tolerance);
  });
});

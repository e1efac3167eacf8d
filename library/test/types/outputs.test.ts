// Types: losses, targets and names that a model's inputs and outputs cannot have do not compile, and throw.
import { describe, expect, expectTypeOf, test } from "vitest";
import {
  apply,
  binaryCrossentropy,
  type CompileOptions,
  categoricalCrossentropy,
  concatenate,
  conv2D,
  type DataInput,
  dense,
  type FeatureInput,
  functional,
  input,
  type Loss,
  type LossName,
  loadModel,
  type Model,
  type NdArray,
  sequential,
  sparseCategoricalCrossentropy,
} from "../../src/index.ts";

const single = () => sequential([dense({ units: 1, activation: "sigmoid", inputShape: [2] })], { seed: 1 });
const several = () => sequential([dense({ units: 3, activation: "softmax", inputShape: [2] })], { seed: 1 });

/** Two inputs; one number and three classes. */
function twoAndTwo() {
  const hours = input({ shape: [1] });
  const subject = input({ shape: [2] });
  const both = apply(concatenate(), [hours, subject]);
  const outputs = {
    grade: apply(dense({ units: 1 }), both),
    kind: apply(dense({ units: 3, activation: "softmax" }), both),
  };
  return functional({ inputs: { hours, subject }, outputs }, { seed: 1 });
}

const x = {
  hours: [[1], [2]],
  subject: [
    [1, 0],
    [0, 1],
  ],
};
const y = { grade: [[1], [2]], kind: [0, 2] };
const losses = { grade: "meanSquaredError", kind: "categoricalCrossentropy" } as const;
const optimizer = "sgd";

describe("a loss over classes for one output does not compile, and throws", () => {
  const needed = "a loss over classes needs one output for each class: got an output of shape [1], expected at least 2";
  test("by name", () => {
    // @ts-expect-error: one number is no class
    expect(() => single().compile({ optimizer, loss: "categoricalCrossentropy" })).toThrow(needed);
    // @ts-expect-error: one number is no class
    expect(() => single().compile({ optimizer, loss: "sparseCategoricalCrossentropy" })).toThrow(needed);
    // @ts-expect-error: one number is no class
    expect(() => single().compile({ optimizer, loss: "categoricalFocalCrossentropy" })).toThrow(needed);
    // @ts-expect-error: one number is no class
    expect(() => single().compile({ optimizer, loss: "categoricalHinge" })).toThrow(needed);
    // @ts-expect-error: one number is no class
    expect(() => single().compile({ optimizer, loss: { output: "categoricalHinge" } })).toThrow(needed);
  });
  test("as an object", () => {
    // @ts-expect-error: one number is no class
    expect(() => single().compile({ optimizer, loss: categoricalCrossentropy() })).toThrow(needed);
    const loss = sparseCategoricalCrossentropy({ fromLogits: true });
    // @ts-expect-error: one number is no class
    expect(() => single().compile({ optimizer, loss })).toThrow(needed);
    // @ts-expect-error: one number is no class
    expect(() => single().compile({ optimizer, loss: { output: loss } })).toThrow(needed);
  });
  test("of several", () => {
    // @ts-expect-error: the first output is one number
    expect(() => twoAndTwo().compile({ optimizer, loss: "categoricalCrossentropy" })).toThrow(needed);
    const swapped = { grade: "categoricalCrossentropy", kind: "meanSquaredError" } as const;
    // @ts-expect-error: the first output is one number
    expect(() => twoAndTwo().compile({ optimizer, loss: swapped })).toThrow(needed);
  });
  test("and of filters that are one", () => {
    const model = sequential([conv2D({ filters: 1, kernelSize: 1, inputShape: [2, 2, 3] })], { seed: 1 });
    // @ts-expect-error: one channel is no class
    expect(() => model.compile({ optimizer, loss: "categoricalCrossentropy" })).toThrow("an output of shape [2,2,1]");
  });
});

describe("other losses compile", () => {
  test("for one output, for several, and where their number is not known", () => {
    single().compile({ optimizer, loss: "binaryCrossentropy", metrics: ["accuracy"] });
    single().compile({ optimizer, loss: binaryCrossentropy({ fromLogits: true }), lossWeights: { output: 2 } });
    single().compile({ optimizer, loss: (yTrue) => yTrue, metrics: { output: ["accuracy"] } });
    several().compile({ optimizer, loss: "categoricalCrossentropy" });
    several().compile({ optimizer, loss: { output: sparseCategoricalCrossentropy() } });
    const units: number = 3;
    sequential([dense({ units })]).compile({ optimizer, loss: "categoricalCrossentropy" });
    twoAndTwo().compile({ optimizer, loss: losses, metrics: { kind: ["accuracy"] }, lossWeights: { grade: 2 } });
    twoAndTwo().compile({ optimizer, loss: "meanSquaredError", metrics: ["meanAbsoluteError"] });
    expect(single().training).toBeUndefined();
  });
  test("where which loss it is is known at run time only", () => {
    const compiled = (loss: LossName | Loss, model = single()) => {
      model.compile({ optimizer, loss });
      return model.training?.outputs[0]?.loss.type;
    };
    expect(compiled("hinge")).toBe("hinge");
    expect(() => compiled("categoricalHinge")).toThrow("at least 2 outputs along the last axis");
    const options: CompileOptions = { optimizer, loss: "hinge", metrics: ["accuracy"], lossWeights: { output: 1 } };
    single().compile(options);
    twoAndTwo().compile({ optimizer, loss: "hinge" });
  });
});

describe("names that a model does not have do not compile, and throw", () => {
  test("of outputs, in compile", () => {
    const model = twoAndTwo();
    // @ts-expect-error: there is no output "grades"
    expect(() => model.compile({ optimizer, loss: { ...losses, grades: "hinge" } })).toThrow('Did you mean "grade"?');
    // @ts-expect-error: the output "kind" has no loss
    expect(() => model.compile({ optimizer, loss: { grade: "hinge" } })).toThrow('a loss for the output "kind"');
    // @ts-expect-error: there is no output "sort"
    expect(() => model.compile({ optimizer, loss: losses, metrics: { sort: [] } })).toThrow("grade, kind");
    // @ts-expect-error: there is no output "sort"
    expect(() => model.compile({ optimizer, loss: losses, weightedMetrics: { sort: [] } })).toThrow("grade, kind");
    // @ts-expect-error: there is no output "sort"
    expect(() => model.compile({ optimizer, loss: losses, lossWeights: { sort: 1 } })).toThrow("grade, kind");
    // @ts-expect-error: there is no option "metric"
    expect(() => model.compile({ optimizer, loss: losses, metric: [] })).toThrow('unknown option "metric"');
    // @ts-expect-error: a sequential model's output is called output
    expect(() => several().compile({ optimizer, loss: { y: "hinge" } })).toThrow('an entry for "y"');
  });
  test("of inputs and targets, in fit, partialFit, evaluate and predict", async () => {
    const model = twoAndTwo();
    model.compile({ optimizer, loss: losses });
    await model.fit(x, y);
    // @ts-expect-error: there is no input "hour"
    await expect(model.fit({ hour: [[1]], subject: [[1, 0]] }, y)).rejects.toThrow('Did you mean "hours"?');
    // @ts-expect-error: the input "subject" is missing
    await expect(model.predictOutputs({ hours: [[1]] })).rejects.toThrow('"subject" is missing');
    // @ts-expect-error: one array is not enough
    await expect(model.predictOutputs([[1]])).rejects.toThrow("the model takes several arrays");
    // @ts-expect-error: there is no output "marks"
    await expect(model.evaluate(x, { ...y, marks: [1, 2] })).rejects.toThrow('there is no "marks"');
    // @ts-expect-error: the target "kind" is missing
    await expect(model.partialFit(x, { grade: [[1], [2]] })).rejects.toThrow('"kind" is missing');
    // @ts-expect-error: a sequential model's input is called x
    await expect(several().predict({ z: [[1, 2]] })).rejects.toThrow('there is no "z"');
  });
});

test("data whose names are known at run time only are not refused", async () => {
  const run = (features: FeatureInput, targets: DataInput) => {
    const model = single();
    model.compile({ optimizer, loss: "hinge" });
    return model.evaluate(features, targets);
  };
  expect(Object.keys(await run({ x: [[1, 2]] }, { output: [[1]] }))).toEqual(["loss"]);
  await expect(run({ z: [[1, 2]] }, [[1]])).rejects.toThrow('there is no "z"');
});

test("outputs have the names that they were given", async () => {
  const outputs = await twoAndTwo().predictOutputs(x);
  expectTypeOf(outputs).toEqualTypeOf<{ readonly grade: NdArray; readonly kind: NdArray }>();
  expect(outputs.grade.shape).toEqual([2, 1]);
  // @ts-expect-error: there is no such output
  expect(outputs.sort).toBeUndefined();
  const one = await single().predictOutputs([[1, 2]]);
  expect(one.output.shape).toEqual([1, 1]);
});

test("of one of several models, what they have in common is known", async () => {
  const models = [single(), several()];
  for (const model of models) {
    model.compile({ optimizer, loss: "meanSquaredError" });
    expect((await model.predictOutputs([[1, 2]])).output.shape[0]).toBe(1);
    // @ts-expect-error: none of them has such an input
    await expect(model.predict({ z: [[1, 2]] })).rejects.toThrow('there is no "z"');
  }
  const either = models[1] ?? single();
  either.compile({ optimizer, loss: "categoricalCrossentropy" });
  expect(either.training?.outputs[0]?.loss.type).toBe("categoricalCrossentropy");
});

test("a model of which more is known is a model", async () => {
  const models: Model[] = [single(), several(), twoAndTwo()];
  expect(models.map(({ outputNames }) => outputNames.length)).toEqual([1, 1, 2]);
  expectTypeOf(single()).toExtend<Model<{ output: { rank: 1; units: 1 } }, "x">>();
  expectTypeOf(several()).not.toExtend<Model<{ output: { rank: 1; units: 1 } }, "x">>();
  expectTypeOf(await loadModel(await single().toBytes())).toEqualTypeOf<Model>();
});

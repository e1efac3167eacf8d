// Losses have the values and derivatives of Keras, on the reference backend and in WebAssembly.
import "../../src/names.ts";
import { describe, expect, test } from "vitest";
import { type Backend, reference, run, wasm } from "../../src/backends/index.ts";
import { gradients } from "../../src/graph/index.ts";
import type { Loss } from "../../src/nn/index.ts";
import {
  binaryCrossentropy,
  categoricalCrossentropy,
  meanSquaredError,
  sparseCategoricalCrossentropy,
} from "../../src/nn/losses/index.ts";
import { input, mean } from "../../src/ops/index.ts";
import { type GoldenCase, goldenArray, goldenCases, goldenNumber, goldenRecord } from "../golden/goldenCases.ts";
import { closeTo } from "../ops/closeTo.ts";

function lossOf({ loss, params }: GoldenCase): Loss | undefined {
  const { from_logits, label_smoothing, ...others } = goldenRecord(params);
  if (Object.keys(others).length > 0) return undefined;
  const fromLogits = from_logits === true;
  const labelSmoothing = goldenNumber(label_smoothing ?? 0);
  const losses: Readonly<Record<string, () => Loss>> = {
    mse: () => meanSquaredError(),
    binary_crossentropy: () => binaryCrossentropy({ fromLogits, labelSmoothing }),
    categorical_crossentropy: () => categoricalCrossentropy({ fromLogits, labelSmoothing }),
    sparse_categorical_crossentropy: () => sparseCategoricalCrossentropy({ fromLogits }),
  };
  return losses[String(loss)]?.();
}

const cases = goldenCases("losses").flatMap((golden) => {
  const loss = lossOf(golden);
  return loss === undefined ? [] : [{ name: golden.name, golden, loss }];
});

const backends: readonly [string, Backend, number][] = [
  ["reference", reference, 1e-10],
  ["wasm", wasm, 1e-5],
];

test("the cases of the four losses are found", () => {
  expect(cases.length).toBe(36);
});

describe.each(backends)("on %s", (_name, backend, relative) => {
  test.each(cases)("$name", async ({ golden, loss }) => {
    const truth = goldenArray(golden.y_true);
    const prediction = goldenArray(golden.y_pred);
    const isLabel = loss.type === "sparseCategoricalCrossentropy";
    const yTrue = input("yTrue", truth.shape, isLabel ? "int32" : "float");
    const yPredicted = input("yPredicted", prediction.shape);
    const perSample = loss.call(yTrue, yPredicted);
    const average = mean(perSample);
    const [gradient = average] = gradients(average, [yPredicted]);
    const found = await run({ perSample, gradient }, { yTrue: truth, yPredicted: prediction }, backend);
    const tolerance = { relative, absolute: relative / 100 };
    closeTo(found.perSample, goldenArray(golden.per_sample), tolerance);
    closeTo(found.gradient, goldenArray(golden.grad), tolerance);
  });

  test("a loss from logits never saturates: (-200, 200) with class 0 gives 400", async () => {
    const loss = categoricalCrossentropy({ fromLogits: true });
    const yTrue = input("yTrue", [1], "int32");
    const yPredicted = input("yPredicted", [1, 2]);
    const feeds = { yTrue: goldenArray([0]), yPredicted: goldenArray({ shape: [1, 2], data: [-200, 200] }) };
    const { value } = await run({ value: loss.call(yTrue, yPredicted) }, feeds, backend);
    expect(value.at(0)).toBe(400);
  });
});

test("a categorical cross-entropy takes labels in place of one-hot rows", async () => {
  const loss = categoricalCrossentropy();
  const yPredicted = input("yPredicted", [2, 3]);
  const found = await run(
    {
      ofLabels: loss.call(input("labels", [2], "int32"), yPredicted),
      ofRows: loss.call(input("rows", [2, 3]), yPredicted),
    },
    {
      labels: goldenArray([2, 0]),
      rows: goldenArray({ shape: [2, 3], data: [0, 0, 1, 1, 0, 0] }),
      yPredicted: goldenArray({ shape: [2, 3], data: [0.2, 0.3, 0.5, 0.6, 0.3, 0.1] }),
    },
  );
  closeTo(found.ofLabels, found.ofRows);
  expect(loss.targets([3]).map(({ dtype }) => dtype)).toEqual(["float", "int32"]);
  expect(() => loss.targets([1])).toThrow(/binaryCrossentropy/);
});

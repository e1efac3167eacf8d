// Shape rules agree with references, and decompositions with both, over the samples of every operation.
import { describe, expect, test } from "vitest";
import { sampleDtype, sampleInputs } from "../../src/ops/index.ts";
import { Random, Tensor } from "../../src/tensor/index.ts";
import { closeTo } from "./closeTo.ts";
import { evaluate, sampleFeeds } from "./interpret.ts";
import { listedOperations } from "./listedOperations.ts";
import { samplesOf } from "./samplesOf.ts";

test("the list of operations is found", () => {
  expect(listedOperations.length).toBeGreaterThan(50);
  const names = listedOperations.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
});

describe.each(listedOperations.map((operation) => [operation.name, operation] as const))("%s", (_, operation) => {
  const samples = samplesOf(operation, new Random(1));

  test("has samples, an empty and a large one among them", () => {
    expect(samples.length).toBeGreaterThan(0);
  });

  test.each(samples.map((sample) => [sample.title ?? "sample", sample] as const))(
    "%s: the inferred shape and dtype are those of the reference",
    (_title, sample) => {
      const node = new Tensor(operation, sampleInputs(sample), sample.attributes ?? {});
      const value = evaluate(node, sampleFeeds(sample));
      expect(value.shape).toEqual(node.shape);
      expect(value.data instanceof Float64Array).toBe(node.dtype === "float");
      if (node.dtype === "bool") expect(value.data.every((bit) => bit === 0 || bit === 1)).toBe(true);
      expect(sample.inputs.map((array) => array.data instanceof Float64Array)).toEqual(
        sample.inputs.map((_array, position) => sampleDtype(sample, position) === "float"),
      );
    },
  );

  if (operation.decompose === undefined) return;
  test.each(samples.map((sample) => [sample.title ?? "sample", sample] as const))(
    "%s: the decomposition gives the same",
    (_title, sample) => {
      const inputs = sampleInputs(sample);
      const attributes = sample.attributes ?? {};
      const node = new Tensor(operation, inputs, attributes);
      const decomposed = operation.decompose?.(inputs, attributes) ?? node;
      expect(decomposed.shape).toEqual(node.shape);
      expect(decomposed.dtype).toBe(node.dtype);
      closeTo(evaluate(decomposed, sampleFeeds(sample)), evaluate(node, sampleFeeds(sample)));
    },
  );
});

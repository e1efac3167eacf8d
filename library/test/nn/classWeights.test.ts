// Class weights as weights of rows.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { sampleWeightsOfClasses } from "../../src/nn/index.ts";
import { ConfigError, DataError, NdArray } from "../../src/tensor/index.ts";

describe("sampleWeightsOfClasses", () => {
  test("gives each row the weight of its class, from labels and from one-hot rows alike", () => {
    const weights = { 0: 0.5, 1: 2, 2: 4 };
    expect([...sampleWeightsOfClasses([2, 0, 1, 0], weights)]).toEqual([4, 0.5, 2, 0.5]);
    expect([...sampleWeightsOfClasses(new NdArray(Int32Array.of(1, 2), [2, 1]), weights)]).toEqual([2, 4]);
    const oneHot = new NdArray(Float32Array.of(0, 0, 1, 1, 0, 0), [2, 3]);
    expect([...sampleWeightsOfClasses(oneHot, weights)]).toEqual([4, 0.5]);
  });

  test("balances as scikit-learn: n / (k count), where k counts the classes that occur", () => {
    // compute_sample_weight("balanced", [0, 0, 0, 0, 2, 2]) of scikit-learn.
    expect([...sampleWeightsOfClasses([0, 0, 0, 0, 2, 2], "balanced")]).toEqual([0.75, 0.75, 0.75, 0.75, 1.5, 1.5]);
    expect([...sampleWeightsOfClasses([], "balanced")]).toEqual([]);
  });

  test("balanced weights sum to the number of rows, and each class has the same share of them", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(4), { minLength: 1 }), (labels) => {
        const weights = sampleWeightsOfClasses(labels, "balanced");
        const shares = new Map<number, number>();
        labels.forEach((label, row) => void shares.set(label, (shares.get(label) ?? 0) + (weights[row] ?? 0)));
        for (const share of shares.values()) expect(share).toBeCloseTo(labels.length / shares.size, 4);
      }),
    );
  });

  test("a class without a weight is named, with its first row", () => {
    expect(() => sampleWeightsOfClasses([0, 1, 2], { 0: 1, 1: 2 })).toThrow(
      new ConfigError("classWeight: class 2 has no weight", {
        got: "weights of 0, 1, and row 2 of class 2",
        expected: "a weight for each class of the data",
        fix: 'Add "2: 1", or pass "balanced"',
      }),
    );
    expect(() => sampleWeightsOfClasses([0], {})).toThrow("weights of no class");
  });

  test("weights that are none and labels that are none are refused", () => {
    expect(() => sampleWeightsOfClasses([0], { 0: -1 })).toThrow(
      "classWeight: class 0: got -1, expected a number from 0",
    );
    expect(() => sampleWeightsOfClasses([0], { 0: Number.NaN })).toThrow(ConfigError);
    expect(() => sampleWeightsOfClasses([0, 0.5], "balanced")).toThrow("y: row 1: got 0.5, expected a label");
    expect(() => sampleWeightsOfClasses(new NdArray(new Float32Array(8), [2, 2, 2]), "balanced")).toThrow(DataError);
  });
});

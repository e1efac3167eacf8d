// Encoders: what was fitted is shifted and scaled, inverted exactly, saved, and constant columns give no NaN.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { minMaxScaler, readEncoder, standardScaler } from "../../src/data/index.ts";
import type { NdArray } from "../../src/tensor/index.ts";
import { goldenArray, goldenCases, goldenRecord } from "../golden/goldenCases.ts";
import { closeTo } from "../ops/closeTo.ts";

const column = ({ data, shape }: NdArray, at: number): number[] =>
  [...data].filter((_, index) => index % (shape[1] ?? 1) === at);

describe("standardScaler", () => {
  test("gives columns of mean 0 and deviation 1, dividing by the number of rows", () => {
    const scaled = standardScaler()
      .fit([
        [1, 10],
        [2, 20],
        [3, 30],
        [6, 0],
      ])
      .transform([
        [1, 10],
        [2, 20],
        [3, 30],
        [6, 0],
      ]);
    for (const at of [0, 1]) {
      const values = column(scaled, at);
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
      expect(mean).toBeCloseTo(0, 12);
      expect(variance).toBeCloseTo(1, 12);
    }
  });
});

describe("minMaxScaler", () => {
  test("gives columns from 0 to 1; later rows may lie outside", () => {
    const scaler = minMaxScaler().fit([
      [0, -1],
      [4, 1],
    ]);
    expect(
      scaler
        .transform([
          [1, 0],
          [8, -3],
        ])
        .toNested(),
    ).toEqual([
      [0.25, 0.5],
      [2, -1],
    ]);
  });
});

describe.each([standardScaler, minMaxScaler])("$type", (factory) => {
  test("makes constant columns 0, not NaN, also where the constant is no binary fraction", () => {
    const scaler = factory().fit([
      [0.1, 5],
      [0.1, 5],
      [0.1, 5],
    ]);
    expect(scaler.transform([[0.1, 5]]).toNested()).toEqual([[0, 0]]);
    expect(scaler.transform([[0.3, 6]]).data.every(Number.isFinite)).toBe(true);
  });

  test("is inverted by inverse, and the same after it was saved", () => {
    const number = fc.double({ min: -1e6, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(fc.array(fc.tuple(number, number, number), { minLength: 1, maxLength: 20 }), (rows) => {
        const scaler = factory().fit(rows);
        const encoded = scaler.transform(rows);
        expect(encoded.data.every(Number.isFinite)).toBe(true);
        const back = scaler.inverse(encoded);
        rows.flat().forEach((value, index) => {
          expect(Math.abs((back.data[index] ?? Number.NaN) - value)).toBeLessThanOrEqual(
            1e-9 * Math.max(1, Math.abs(value)) + 1e-6,
          );
        });
        const copy = readEncoder(JSON.parse(JSON.stringify(scaler)));
        expect(copy.transform(rows)).toEqual(encoded);
      }),
    );
  });

  test("keeps float32 rows in float32", () => {
    const scaler = factory().fit([Float32Array.of(1, 2), Float32Array.of(3, 4)]);
    expect(scaler.transform([[1, 2]]).data).toBeInstanceOf(Float64Array);
  });

  test("refuses rows of another width, and none", () => {
    const scaler = factory().fit([
      [1, 2],
      [3, 4],
    ]);
    expect(() => scaler.transform([[1, 2, 3]])).toThrow("got shape [1,3], expected [rows,2] as in the fitted rows");
    expect(() => factory().fit([])).toThrow("an encoder takes rows of columns");
    expect(() => factory().fit([1, 2])).toThrow("got shape [2], expected [rows, columns]");
  });

  test.each([
    null,
    [],
    { type: "other" },
    { type: factory.type },
    { type: factory.type, shift: [1], scale: [0] },
    { type: factory.type, shift: [1, 2], scale: [1] },
    { type: factory.type, shift: ["1"], scale: [1] },
    { type: factory.type, shift: [null], scale: [1] },
  ])("is not read from %j", (json) => {
    expect(() => readEncoder(json)).toThrow(/unknown encoder|this is no saved/);
    expect(() => factory.fromJSON(json)).toThrow(/this is no saved/);
  });
});

describe("scikit-learn's values", () => {
  const factories = new Map([
    ["StandardScaler", standardScaler],
    ["MinMaxScaler", minMaxScaler],
  ]);
  const cases = goldenCases("preprocessing").flatMap(({ name, kind, class: type, args, ...golden }) => {
    const factory = kind === "scaler" ? factories.get(String(type)) : undefined;
    const isPlain = Object.keys(goldenRecord(args)).length === 0 && !name.includes("missing");
    return factory !== undefined && isPlain ? [{ name, factory, golden }] : [];
  });
  test("are found", () => expect(cases.length).toBe(4));

  test.each(cases)("$name", ({ factory, golden }) => {
    const tolerance = { relative: 1e-10, absolute: 1e-12 };
    const scaler = factory().fit(goldenArray(golden.X));
    closeTo(scaler.transform(goldenArray(golden.X)), goldenArray(golden.transformed), tolerance);
    const later = scaler.transform(goldenArray(golden.X_new));
    closeTo(later, goldenArray(golden.transformed_new), tolerance);
    closeTo(scaler.inverse(later), goldenArray(golden.inverse_of_transformed_new), tolerance);
  });
});

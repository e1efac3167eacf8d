// Reference functions against values of higher precision, and by their laws.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { erf64, erfc64, roundHalfToEven } from "../../../src/ops/scalars/index.ts";

/** x, erf(x) and 1 - erf(x), rounded from 50 digits (mpmath 1.3). */
const known: readonly (readonly [number, number, number])[] = [
  [1e-300, 1.1283791670955126e-300, 1.0],
  [1e-12, 1.1283791670955126e-12, 0.9999999999988716],
  [0.001, 0.0011283787909692365, 0.9988716212090307],
  [0.1, 0.1124629160182849, 0.887537083981715],
  [0.25, 0.27632639016823696, 0.7236736098317631],
  [0.5, 0.5204998778130465, 0.4795001221869535],
  [0.75, 0.7111556336535151, 0.28884436634648486],
  [0.9, 0.7969082124228322, 0.20309178757716786],
  [1, 0.8427007929497149, 0.15729920705028513],
  [1.25, 0.9229001282564583, 0.07709987174354177],
  [1.5, 0.9661051464753108, 0.033894853524689274],
  [1.75, 0.9866716712191824, 0.013328328780817557],
  [1.99, 0.995111413199617, 0.004888586800383003],
  [2, 0.9953222650189527, 0.004677734981047266],
  [2.01, 0.9955248493552482, 0.004475150644751763],
  [2.5, 0.999593047982555, 0.0004069520174449589],
  [3, 0.9999779095030014, 2.209049699858544e-5],
  [3.5, 0.9999992569016276, 7.430983723414128e-7],
  [4, 0.9999999845827421, 1.541725790028002e-8],
  [5, 0.9999999999984626, 1.537459794428035e-12],
  [5.75, 0.9999999999999996, 4.232136617425738e-16],
];

describe("erf64", () => {
  it.each(known)("at %d is within 1e-15 of itself", (x, erf) => {
    expect(Math.abs(erf64(x) / erf - 1)).toBeLessThanOrEqual(1e-15);
  });

  it("is odd, and ends at -1 and 1", () => {
    fc.assert(fc.property(fc.double(), (x) => Object.is(erf64(-x), -erf64(x))));
    expect([erf64(0), erf64(-0), erf64(Infinity), erf64(-Infinity), erf64(Number.NaN)]).toEqual([0, -0, 1, -1, NaN]);
    expect(erf64(6)).toBe(1);
  });

  it("never decreases by more than its error", () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 7, noNaN: true }), fc.double({ min: 0, max: 7, noNaN: true }), (x, y) => {
        return erf64(Math.max(x, y)) >= erf64(Math.min(x, y)) * (1 - 2e-15);
      }),
    );
  });
});

describe("erfc64", () => {
  it.each(known.filter(([x]) => x >= 1))("at %d is within 1e-14 of itself", (x, _, erfc) => {
    expect(Math.abs(erfc64(x) / erfc - 1)).toBeLessThanOrEqual(1e-14);
  });

  it("is one less erf64", () => {
    fc.assert(
      fc.property(fc.double({ min: -7, max: 7, noNaN: true }), (x) => Math.abs(erfc64(x) + erf64(x) - 1) <= 1e-15),
    );
    expect([erfc64(-Infinity), erfc64(Infinity), erfc64(Number.NaN)]).toEqual([2, 0, NaN]);
  });
});

describe("roundHalfToEven", () => {
  it.each([
    [0.5, 0],
    [1.5, 2],
    [2.5, 2],
    [3.5, 4],
    [-0.5, -0],
    [-1.5, -2],
    [-2.5, -2],
    [0.49999999999999994, 0],
    [-0.2, -0],
    [0, 0],
    [-0, -0],
    [4503599627370495.5, 4503599627370496],
    [2 ** 53, 2 ** 53],
    [Infinity, Infinity],
    [-Infinity, -Infinity],
    [Number.NaN, Number.NaN],
  ])("rounds %d to %d", (x, rounded) => {
    expect(roundHalfToEven(x)).toBe(rounded);
  });

  it("gives the nearest whole number, and an even one if two are as near", () => {
    fc.assert(
      fc.property(fc.double({ min: -1e9, max: 1e9, noNaN: true }), (x) => {
        const rounded = roundHalfToEven(x);
        expect(Number.isInteger(rounded)).toBe(true);
        expect(Math.abs(rounded - x)).toBeLessThanOrEqual(0.5);
        expect(Math.abs(rounded - x) === 0.5 && rounded % 2 !== 0).toBe(false);
      }),
    );
  });
});

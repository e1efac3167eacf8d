// The fitting of polynomials: as good as the known best ones, with coefficients of float32.
import { describe, expect, it } from "vitest";
import { fitPolynomial, shortestFloat32 } from "../fitPolynomial.ts";

describe("fitPolynomial", () => {
  it("finds a polynomial again", () => {
    const { coefficients, error } = fitPolynomial({
      target: (x) => 3 - 2 * x + 0.5 * x ** 3,
      low: -1,
      high: 2,
      degree: 3,
    });
    expect(coefficients).toEqual([3, -2, 0, 0.5].map((value) => expect.closeTo(value, 6)));
    expect(error).toBeLessThan(1e-6);
  });

  it("comes near the best line for x^2 on [0, 1], which errs by 1/8", () => {
    const { coefficients, error } = fitPolynomial({ target: (x) => x ** 2, low: 0, high: 1, degree: 1 });
    expect(error).toBeCloseTo(1 / 8, 3);
    expect(coefficients).toEqual([expect.closeTo(-1 / 8, 2), expect.closeTo(1, 2)]);
  });

  it("makes errors small where they count", () => {
    const fit = { target: Math.exp, low: -1, high: 1, degree: 3 };
    const { coefficients, error } = fitPolynomial({ ...fit, weight: (x) => Math.exp(-x) });
    for (let x = -1; x <= 1; x += 0.01) {
      const value = coefficients.reduceRight((sum, coefficient) => sum * x + coefficient, 0);
      expect(Math.abs(value / Math.exp(x) - 1)).toBeLessThanOrEqual(error * 1.001);
    }
  });

  it("gives coefficients of float32", () => {
    const { coefficients } = fitPolynomial({ target: Math.sin, low: -1, high: 1, degree: 5 });
    expect(coefficients.map(Math.fround)).toEqual(coefficients);
  });
});

describe("shortestFloat32", () => {
  it.each([
    [Math.fround(0.1), "0.1"],
    [Math.fround(1 / 3), "0.33333334"],
    [Math.fround(Math.PI), "3.1415927"],
    [-2, "-2"],
  ])("writes %d as %s", (value, text) => {
    expect(shortestFloat32(value)).toBe(text);
  });
});

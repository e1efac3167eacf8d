// Laws of the functions that their formulas keep: symmetry, order, complements.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  compileScalar,
  cosine,
  errorFunction,
  exponential,
  exponentialMinus1,
  hyperbolicTangent,
  logarithm,
  logarithm1Plus,
  logistic,
  normalShare,
  power,
  type ScalarFunction,
  sine,
} from "../../../src/ops/scalars/index.ts";
import type { Float } from "../../../src/tensor/index.ts";
import { floatOperand } from "./float32Functions.ts";

const compiled = (formula: (x: Float) => Float): ScalarFunction =>
  compileScalar(formula(floatOperand(0)).node, "float32");

const anyFloat = fc.float({ noNaN: true });
const ulp = 2 ** -23;

describe("symmetry", () => {
  it.each([
    ["tanh", hyperbolicTangent],
    ["erf", errorFunction],
    ["sin", sine],
  ] as const)("%s is odd, bit for bit", (_, formula) => {
    const compute = compiled(formula);
    fc.assert(fc.property(anyFloat, (x) => Object.is(compute([-x]), -compute([x]))));
  });

  it("cos is even, bit for bit", () => {
    const compute = compiled(cosine);
    fc.assert(fc.property(anyFloat, (x) => Object.is(compute([-x]), compute([x]))));
  });

  it("sigmoid(x) + sigmoid(-x) is 1", () => {
    const compute = compiled(logistic);
    fc.assert(fc.property(anyFloat, (x) => Math.abs(compute([x]) + compute([-x]) - 1) <= 2 * ulp));
  });
});

it("the normal distribution of x and of -x add up to 1", () => {
  const compute = compiled(normalShare);
  fc.assert(fc.property(anyFloat, (x) => Math.abs(compute([x]) + compute([-x]) - 1) <= ulp));
  expect([compute([0]), compute([-0])]).toEqual([0.5, 0.5]);
});

describe("order", () => {
  it.each([
    ["exp", exponential],
    ["expm1", exponentialMinus1],
    ["tanh", hyperbolicTangent],
    ["log1p", logarithm1Plus],
    ["log", logarithm],
  ] as const)("%s never decreases", (_, formula) => {
    const compute = compiled(formula);
    fc.assert(fc.property(anyFloat, anyFloat, (x, y) => !(compute([Math.max(x, y)]) < compute([Math.min(x, y)]))));
    fc.assert(
      fc.property(fc.float({ min: -100, max: 100, noNaN: true }), (x) => {
        const next = Math.fround(x + Math.abs(x) * ulp);
        return !(compute([next]) < compute([x]));
      }),
    );
  });

  it.each([
    ["sigmoid", logistic],
    ["erf", errorFunction],
  ] as const)("%s decreases by no more than its error", (_, formula) => {
    const compute = compiled(formula);
    fc.assert(
      fc.property(anyFloat, anyFloat, (x, y) => {
        const [before, after] = [compute([Math.min(x, y)]), compute([Math.max(x, y)])];
        return after >= before - 2 * ulp * Math.abs(before);
      }),
    );
  });
});

describe("ranges", () => {
  it("tanh, erf, sin and cos stay within -1 and 1, sigmoid within 0 and 1", () => {
    for (const formula of [hyperbolicTangent, errorFunction, sine, cosine]) {
      const compute = compiled(formula);
      fc.assert(fc.property(fc.float({ noNaN: true, noDefaultInfinity: true }), (x) => Math.abs(compute([x])) <= 1));
    }
    const compute = compiled(logistic);
    fc.assert(fc.property(anyFloat, (x) => compute([x]) >= 0 && compute([x]) <= 1));
  });
});

describe("neighbouring functions", () => {
  it("x to the power 1 is x, and to the power -1 its reciprocal", () => {
    const compute = compileScalar(power(floatOperand(0), floatOperand(1)).node, "float32");
    fc.assert(
      fc.property(fc.float({ min: Math.fround(1e-30), max: Math.fround(1e30), noNaN: true }), (x) => {
        expect(Math.abs(compute([x, 1]) / x - 1)).toBeLessThanOrEqual(2 * ulp);
        expect(Math.abs(compute([x, -1]) * x - 1)).toBeLessThanOrEqual(2 * ulp);
      }),
    );
  });

  it("log undoes exp, and log1p undoes expm1", () => {
    const [exp, log] = [compiled(exponential), compiled(logarithm)];
    const [expm1, log1p] = [compiled(exponentialMinus1), compiled(logarithm1Plus)];
    fc.assert(
      fc.property(fc.float({ min: -80, max: 80, noNaN: true }), (x) => {
        // An error of 1 ulp in e^x is one of 2^-23 in its logarithm.
        expect(Math.abs(log([exp([x])]) - x)).toBeLessThanOrEqual(2 * ulp * (1 + Math.abs(x)));
      }),
    );
    fc.assert(
      fc.property(fc.float({ min: -0.5, max: 0.5, noNaN: true }), (x) => {
        expect(Math.abs(log1p([expm1([x])]) - x)).toBeLessThanOrEqual(8 * ulp * Math.abs(x) + 2 ** -148);
      }),
    );
  });
});

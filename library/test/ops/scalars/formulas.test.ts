// Scalar formulas of one operand against float64, over the whole range of float32.
import { describe, expect, it } from "vitest";
import {
  compileScalar,
  type ScalarFunction,
  type ScalarPrecision,
  scalarNodes,
} from "../../../src/ops/scalars/index.ts";
import { type Float32Function, float32Functions } from "./float32Functions.ts";
import { bitsOfFloat, floatOfBits, ulpError } from "./ulps.ts";

interface Worst {
  error: number;
  x: number;
}

function examine(compute: ScalarFunction, exact: (x: number) => number, bits: number, worst: Worst): void {
  const x = floatOfBits(bits);
  const error = ulpError(compute([x]), exact(x));
  if (error > worst.error) Object.assign(worst, { error, x });
}

/** Bit patterns from one end to the other, and those around every power of two. */
function sweep({ node, exact }: Float32Function, precision: ScalarPrecision, stride: number): Worst {
  const compute = compileScalar(node, precision);
  const worst = { error: 0, x: 0 };
  for (let bits = 0; bits < 2 ** 32; bits += stride) examine(compute, exact, bits, worst);
  for (let exponent = 0; exponent < 512; exponent += 1) {
    for (let offset = -6; offset <= 6; offset += 1) examine(compute, exact, exponent * 2 ** 23 + offset, worst);
  }
  return worst;
}

/** Every float32 number around the places where the formula changes its way. */
function look({ node, exact, seams }: Float32Function, precision: ScalarPrecision, width: number): Worst {
  const compute = compileScalar(node, precision);
  const worst = { error: 0, x: 0 };
  for (const seam of [...seams, 0, -0]) {
    const centre = bitsOfFloat(seam);
    for (let offset = -width; offset <= width; offset += 1) examine(compute, exact, centre + offset, worst);
  }
  return worst;
}

describe.each(float32Functions)("$name", (float32Function) => {
  it("is within 2 ulp over the whole range", () => {
    const { error, x } = sweep(float32Function, "float32", 14_321);
    expect(error, `at ${x}`).toBeLessThanOrEqual(2);
  });

  it("is within 2 ulp over the whole range where multiplyAdd is fused", () => {
    const { error, x } = sweep(float32Function, "fusedFloat32", 41_203);
    expect(error, `at ${x}`).toBeLessThanOrEqual(2);
  });

  it("is within 2 ulp at every number around its seams", () => {
    for (const precision of ["float32", "fusedFloat32"] as const) {
      const { error, x } = look(float32Function, precision, 500);
      expect(error, `at ${x}, ${precision}`).toBeLessThanOrEqual(2);
    }
  });

  it("keeps the exact values and signs of Math at zeros, infinities and NaN", () => {
    const compute = compileScalar(float32Function.node, "float32");
    for (const x of [0, -0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN]) {
      expect(compute([x]), `at ${x}`).toBe(Math.fround(float32Function.exact(x)));
    }
  });
});

describe("cost", () => {
  /** What costs nothing: numbers that stay in registers, and looking at the same bits in another way. */
  const free = new Set(["constant", "intConstant", "operand", "floatToBits", "bitsToFloat"]);

  it("is known in instructions, comparisons and selections among them", () => {
    const counts = float32Functions.map(({ name, node }) => {
      return [name, scalarNodes(node).filter(({ instruction }) => !free.has(instruction)).length];
    });
    expect(Object.fromEntries(counts)).toEqual({
      exp: 21,
      expm1: 20,
      log: 32,
      log1p: 33,
      "log(1 + exp(-|x|))": 40,
      tanh: 22,
      sigmoid: 18,
      erf: 34,
      "normal distribution": 108,
      sin: 140,
      cos: 139,
    });
  });
});

describe("overflow", () => {
  it.each(["exp", "expm1"])("%s becomes Infinity exactly where float32 does", (name) => {
    const found = float32Functions.find((candidate) => candidate.name === name);
    if (found === undefined) throw new Error(`no function ${name}`);
    const compute = compileScalar(found.node, "float32");
    const last = bitsOfFloat(88.72283);
    for (let bits = last - 100; bits < last + 100; bits += 1) {
      const x = floatOfBits(bits);
      expect(Number.isFinite(compute([x])), `at ${x}`).toBe(Number.isFinite(Math.fround(Math.exp(x))));
    }
  });

  it("exp, sigmoid and log(1 + exp(-|x|)) go through all denormals to zero", () => {
    for (const name of ["exp", "sigmoid", "log(1 + exp(-|x|))"]) {
      const found = float32Functions.find((candidate) => candidate.name === name);
      if (found === undefined) throw new Error(`no function ${name}`);
      const compute = compileScalar(found.node, "float32");
      expect(compute([-88])).toBeCloseTo(6.054601894e-39, 44);
      expect(compute([-103.2])).toBe(2 ** -149);
      expect(compute([-104])).toBe(0);
      expect(compute([-3e38])).toBe(0);
    }
  });
});

// evaluateScalar: what a formula is for known numbers is what its compiled form gives, or is left alone.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compileScalar, evaluateScalar } from "../../../src/ops/scalars/index.ts";
import { elementPosition, float, Int, int, scalarOperand } from "../../../src/tensor/index.ts";
import { floatOperand } from "./float32Functions.ts";

const [x, y, z] = [floatOperand(0), floatOperand(1), floatOperand(2)];
const whole = scalarOperand(0, "int");
const i = whole instanceof Int ? whole : int(0);

const formulas = {
  arithmetic: x.plus(y).times(z).minus(x.dividedBy(y)).negate(),
  bounds: x.minimum(y).maximum(z.absolute()),
  rounding: x.floor().plus(y.round()).plus(z.squareRoot()),
  fused: x.timesPlus(y, z),
  comparisons: x.less(y).and(y.lessOrEqual(z).not()).or(x.equal(z)).select(x, y.timesPlus(2, z)),
  shared: ((sum) => sum.times(sum).plus(sum))(x.plus(y)),
  integers: x.toInt().times(3).plus(y.toInt()).xor(z.toInt()).toFloat(),
  shifts: x.toInt().shiftLeft(5).plus(x.toInt().shiftRight(2)).or(y.toInt().shiftRightUnsigned(3)).toFloat(),
  chosen: x.toInt().less(y.toInt()).selectInt(x.toInt(), int(7)).toFloat(),
};

describe("formulas in float64", () => {
  test.each(Object.entries(formulas))("%s", (_, { node }) => {
    const compiled = compileScalar(node, "float64");
    fc.assert(
      fc.property(fc.double(), fc.double(), fc.double(), (...operands) => {
        expect(evaluateScalar(node, operands)).toBe(compiled(operands));
      }),
    );
  });
  test("of integers wrap at 32 bits", () => {
    expect(evaluateScalar(i.times(i).node, [65_537])).toBe(131_073);
    expect(evaluateScalar(i.plus(1).node, [2 ** 31 - 1])).toBe(-(2 ** 31));
  });
});

test("formulas that depend on the place of the element, or on bits, have no value", () => {
  expect(evaluateScalar(elementPosition.index.toFloat().node, [])).toBeUndefined();
  expect(evaluateScalar(elementPosition.coordinate(0).plus(1).toFloat().node, [])).toBeUndefined();
  expect(evaluateScalar(x.bits().node, [1])).toBeUndefined();
  expect(evaluateScalar(float(1).plus(i.asFloatBits()).node, [1])).toBeUndefined();
});

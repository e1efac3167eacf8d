// The evaluation of scalar formulas on numbers: what each instruction means, in each precision.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compileScalar, type ScalarPrecision } from "../../../src/ops/scalars/index.ts";
import {
  Bool,
  elementPosition,
  type Float,
  float,
  GraphError,
  Int,
  instructions,
  int,
  type Scalar,
  type ScalarNode,
  scalarOf,
  scalarOperand,
} from "../../../src/tensor/index.ts";
import { floatOperand } from "./float32Functions.ts";

const [x, y, z] = [floatOperand(0), floatOperand(1), floatOperand(2)];
const [i, j] = [intOperand(0), intOperand(1)];

function intOperand(position: number): Int {
  const operand = scalarOperand(position, "int");
  if (!(operand instanceof Int)) throw new Error("an int operand is an int");
  return operand;
}

function run(formula: Scalar, operands: readonly number[], precision: ScalarPrecision = "float64"): number {
  return compileScalar(formula.node, precision)(operands);
}

describe("floats", () => {
  it("are not rounded in float64, and after every instruction in float32", () => {
    const formula = x.times(y).plus(z);
    fc.assert(
      fc.property(fc.float(), fc.float(), fc.float(), (a, b, c) => {
        expect(run(formula, [a, b, c])).toBe(a * b + c);
        expect(run(formula, [a, b, c], "float32")).toBe(Math.fround(Math.fround(a * b) + c));
      }),
    );
  });

  it("round constants and operands in float32", () => {
    expect(run(float(0.1), [], "float32")).toBe(Math.fround(0.1));
    expect(run(x, [0.1], "float32")).toBe(Math.fround(0.1));
    expect(run(float(0.1), [])).toBe(0.1);
  });

  it("round multiplyAdd twice, or once where it is fused", () => {
    const a = 1 + 2 ** -23;
    // a * a is 1 + 2^-22 + 2^-46.
    const formula = x.timesPlus(y, -(1 + 2 ** -22));
    expect(run(formula, [a, a], "float32")).toBe(0);
    expect(run(formula, [a, a], "fusedFloat32")).toBe(2 ** -46);
    expect(run(formula, [a, a], "float64")).toBe(2 ** -46);
  });

  it.each([
    ["subtract", x.minus(y), [5, 3], 2],
    ["divide", x.dividedBy(y), [1, 0], Number.POSITIVE_INFINITY],
    ["minimum", x.minimum(y), [1, Number.NaN], Number.NaN],
    ["minimum of zeros", x.minimum(y), [0, -0], -0],
    ["maximum", x.maximum(y), [Number.NaN, 1], Number.NaN],
    ["maximum of zeros", x.maximum(y), [-0, 0], 0],
    ["negate", x.negate(), [0], -0],
    ["absolute", x.absolute(), [-0], 0],
    ["squareRoot", x.squareRoot(), [-1], Number.NaN],
    ["floor", x.floor(), [-1.5], -2],
    ["round", x.round(), [2.5], 2],
    ["round of a negative half", x.round(), [-0.5], -0],
  ] as const)("%s", (_, formula, operands, expected) => {
    expect(run(formula, operands)).toBe(expected);
    expect(run(formula, operands, "float32")).toBe(expected);
  });
});

describe("integers", () => {
  const word = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });

  it("wrap at 32 bits", () => {
    fc.assert(
      fc.property(word, word, (a, b) => {
        expect(run(i.plus(j), [a, b])).toBe((a + b) | 0);
        expect(run(i.minus(j), [a, b])).toBe((a - b) | 0);
        expect(run(i.times(j), [a, b])).toBe(Math.imul(a, b));
      }),
    );
  });

  it("shift modulo 32", () => {
    fc.assert(
      fc.property(word, fc.nat(70), (a, count) => {
        expect(run(i.shiftLeft(count), [a])).toBe(a << count);
        expect(run(i.shiftRight(count), [a])).toBe(a >> count);
        expect(run(i.shiftRightUnsigned(count), [a]) >>> 0).toBe(a >>> count);
      }),
    );
  });

  it("combine bits", () => {
    fc.assert(
      fc.property(word, word, (a, b) => {
        expect([i.and(j), i.or(j), i.xor(j)].map((formula) => run(formula, [a, b]))).toEqual([a & b, a | b, a ^ b]);
      }),
    );
  });

  it("come from floats by truncation, saturating at the ends; NaN gives 0", () => {
    const cases = [1.9, -1.9, 3e9, -3e9, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    const largest = 2 ** 31 - 1;
    expect(cases.map((value) => run(x.toInt(), [value]))).toEqual([1, -1, largest, -(2 ** 31), 0, largest, -(2 ** 31)]);
  });

  it("become floats, rounded in float32", () => {
    expect(run(i.toFloat(), [16777217])).toBe(16777217);
    expect(run(i.toFloat(), [16777217], "float32")).toBe(16777216);
  });

  it("carry the bits of float32 numbers both ways", () => {
    fc.assert(
      fc.property(fc.float({ noNaN: true }), (value) => {
        expect(run(x.bits().asFloatBits(), [value], "float32")).toBe(value);
      }),
    );
    expect(run(x.bits(), [1], "float32")).toBe(0x3f800000);
    expect(run(int(0xc0000000).asFloatBits(), [], "float64")).toBe(-2);
  });
});

describe("truth values", () => {
  it("compare and select", () => {
    const smaller = x.less(y).select(x, y);
    expect([run(smaller, [1, 2]), run(smaller, [2, 1]), run(smaller, [Number.NaN, 1])]).toEqual([1, 1, 1]);
    expect([run(x.lessOrEqual(y), [1, 1]), run(x.equal(y), [0, -0]), run(x.equal(x), [Number.NaN])]).toEqual([1, 1, 0]);
    expect([run(i.equal(j), [3, 3]), run(i.less(j), [-1, 0]), run(i.less(j).selectInt(i, j), [4, 2])]).toEqual([
      1, 1, 2,
    ]);
  });

  it("combine, as operands too", () => {
    const [p, q] = [scalarOperand(0, "bool"), scalarOperand(1, "bool")];
    if (!(p instanceof Bool && q instanceof Bool)) throw new Error("bool operands are bools");
    const table = [p.and(q), p.or(q), p.not()].map((formula) =>
      [
        [0, 0],
        [0, 1],
        [1, 0],
        [1, 1],
      ].map((operands) => run(formula, operands)),
    );
    expect(table).toEqual([
      [0, 0, 0, 1],
      [0, 1, 1, 1],
      [1, 1, 0, 0],
    ]);
  });
});

describe("formulas", () => {
  it("know the position of their element", () => {
    const formula = elementPosition.index.times(100).plus(elementPosition.coordinate(1));
    expect(compileScalar(formula.node, "float32")([], 7, [2, 3])).toBe(703);
    expect(compileScalar(formula.node, "float32")([])).toBe(0);
  });

  it("compute a node once per call however often it is used", () => {
    let shared: Float = x;
    for (let doubling = 0; doubling < 200; doubling += 1) shared = shared.plus(shared);
    expect(run(shared, [1])).toBe(2 ** 200);
  });

  it("that use bits are refused in float64, with what to do instead", () => {
    expect(() => compileScalar(x.bits().toFloat().node, "float64")).toThrow(GraphError);
    expect(() => compileScalar(x.bits().toFloat().node, "float64")).toThrow(/precision float32.*reference/);
  });

  it("can use every instruction", () => {
    for (const [instruction, { operands, result }] of Object.entries(instructions)) {
      const inputs = operands.map((kind, position) => scalarOperand(position, kind).node);
      const node: ScalarNode = { ...scalarOf(x.node).node, instruction: name(instruction), kind: result, inputs };
      expect(compileScalar(node, "float32")(operands.map(() => 1)), instruction).not.toBeUndefined();
    }
  });
});

function name(instruction: string): ScalarNode["instruction"] {
  const known = Object.keys(instructions).find((candidate): candidate is ScalarNode["instruction"] => {
    return candidate === instruction;
  });
  if (known === undefined) throw new Error(`no instruction ${instruction}`);
  return known;
}

// Bodies as formulas: what code generators emit for a fused loop.
import { describe, expect, test } from "vitest";
import {
  type Access,
  type Application,
  type Body,
  type BodyValue,
  bodyFormulas,
  wholeView,
} from "../../src/graph/index.ts";
import { add, cast, compileScalar, constant, matmul, multiply, tanh } from "../../src/ops/index.ts";
import type { Dtype, Operation, ScalarNode } from "../../src/tensor/index.ts";

const load = (position: number): BodyValue => ({ kind: "load", position });
const result = (position: number): BodyValue => ({ kind: "application", position });
const access = (dtype: Dtype): Access => ({ buffer: 0, view: wholeView([4]), dtype });
const apply = (operation: Operation, operands: readonly BodyValue[], dtype: Dtype = "float"): Application => ({
  operation,
  operands,
  dtype,
  attributes: operation === cast.operation ? { dtype } : {},
});

function countNodes(roots: readonly ScalarNode[]): number {
  const seen = new Set<ScalarNode>();
  const pending = [...roots];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (seen.has(node)) continue;
    seen.add(node);
    pending.push(...node.inputs);
  }
  return seen.size;
}

describe("bodyFormulas", () => {
  test("loads are operands by position, of the kind of their dtype; applications follow each other", () => {
    const body: Body = {
      loads: [access("float"), access("int32")],
      applications: [apply(cast.operation, [load(1)]), apply(add.operation, [load(0), result(0)])],
    };
    const [formula] = bodyFormulas(body, [result(1)]);
    expect(formula && compileScalar(formula, "float64")([2.5, 3])).toBe(5.5);
    expect(bodyFormulas(body, [load(1)])[0]).toMatchObject({ instruction: "operand", kind: "int", value: 1 });
  });

  test("equal parts of formulas are the same object, within one formula and between several", () => {
    const body: Body = {
      loads: [access("float")],
      applications: [
        apply(tanh.operation, [load(0)]),
        apply(tanh.operation, [load(0)]),
        apply(multiply.operation, [result(0), result(1)]),
      ],
    };
    const [first, second, product] = bodyFormulas(body, [result(0), result(1), result(2)]);
    expect(first).toBe(second);
    expect(product?.inputs).toEqual([first, first]);
    expect(countNodes([product ?? { instruction: "index", kind: "int", inputs: [], value: 0 }])).toBe(
      countNodes(first ? [first] : []) + 1,
    );
  });

  test("0 and -0 are different constants", () => {
    const zero = (value: number): Application => ({
      ...apply(constant(value).operation, []),
      attributes: { values: [value], dtype: "float" },
    });
    const [a, b] = bodyFormulas({ loads: [], applications: [zero(0), zero(-0)] }, [result(0), result(1)]);
    expect([a?.value, b?.value]).toEqual([0, -0]);
  });

  test("an operation without a formula cannot stand in a loop", () => {
    const body: Body = { loads: [access("float")], applications: [apply(matmul.operation, [load(0), load(0)])] };
    expect(() => bodyFormulas(body, [result(0)])).toThrow(/matmul cannot stand in a fused loop/);
  });
});

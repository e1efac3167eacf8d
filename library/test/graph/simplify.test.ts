// Simplification: the same values from fewer nodes.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  constantValues,
  createProgram,
  gradients,
  type Program,
  reachableNodes,
  StructuralKeys,
  simplify,
  simplifyProgram,
  splatValue,
} from "../../src/graph/index.ts";
import {
  add,
  broadcastTo,
  cast,
  constant,
  divide,
  exp,
  input,
  iota,
  log,
  matmul,
  multiply,
  negate,
  randomUniform,
  reshape,
  softmax,
  subtract,
  sum,
  tanh,
  transpose,
} from "../../src/ops/index.ts";
import { ChainruleError, type Operation, Tensor } from "../../src/tensor/index.ts";
import { interpret } from "../ops/interpret.ts";
import { buildProgram, recipes } from "./randomPrograms.ts";
import { able } from "./targets.ts";

const x = input("x", [2, 3]);

function simple(node: Tensor): Tensor {
  return simplify([node])[0] ?? node;
}

/** Nodes of a program that compute what another one computes already. */
function duplicates({ nodes }: Program): Tensor[] {
  const [keys, seen] = [new StructuralKeys(), new Set<string>()];
  return nodes.filter((node) => {
    const key = keys.of(node);
    return seen.has(key) || !seen.add(key);
  });
}

describe("common subexpressions", () => {
  test("equal operations on equal operands become one node", () => {
    const twice = add(tanh(multiply(x, 2)), negate(tanh(multiply(x, 2))));
    expect(reachableNodes([simple(twice)]).filter(({ operation }) => operation.name === "tanh")).toHaveLength(1);
  });

  test("several values share what they have in common, and one node stands for equal values", () => {
    const [a, b] = simplify([tanh(add(x, 1)), tanh(add(x, 1))]);
    expect(a).toBe(b);
  });

  test("other attributes, operands or dtypes are other values", () => {
    const [a, b, c, d] = simplify([
      sum(x, { axes: 0 }),
      sum(x, { axes: 1 }),
      transpose(x),
      sum(x, { axes: 0, keepDims: true }),
    ]);
    expect(new Set([a, b, c, d]).size).toBe(4);
    const [zero, negativeZero] = simplify([divide(1, constant([0, 1])), divide(1, constant([-0, 1]))]);
    expect(constantValues(zero ?? x)).toEqual([Number.POSITIVE_INFINITY, 1]);
    expect(constantValues(negativeZero ?? x)).toEqual([Number.NEGATIVE_INFINITY, 1]);
  });

  test("no node of a simplified program computes what another one does, in random programs", () => {
    fc.assert(
      fc.property(recipes(40), (recipe) => {
        expect(duplicates(simplifyProgram(buildProgram(recipe).program, able))).toEqual([]);
      }),
      { numRuns: 200, seed: 20 },
    );
  });

  test("the gradient reuses the values of the forward pass", () => {
    const hidden = tanh(matmul(x, input("w", [3, 4])));
    const loss = sum(multiply(hidden, hidden));
    const program = simplifyProgram(createProgram({ outputs: { loss, g: gradients(loss, [x])[0] ?? loss } }), able);
    expect(program.nodes.filter(({ operation }) => operation.name === "tanh")).toHaveLength(1);
    expect(program.nodes.filter(({ operation }) => operation.name === "matmul")).toHaveLength(2);
  });
});

describe("constants", () => {
  test("operations on constants are computed when the plan is made", () => {
    const folded = simple(add(matmul(constant([[1, 2]]), constant([[3], [4]])), 1));
    expect(constantValues(folded)).toEqual([12]);
  });

  test("one number for all elements stays one number, whatever its shape", () => {
    const folded = simple(transpose(broadcastTo(reshape(exp(constant(0, { shape: [500, 1] })), [1, 500]), [400, 500])));
    expect([splatValue(folded), folded.shape]).toEqual([1, [500, 400]]);
    expect(splatValue(simple(multiply(constant([2, 3]), constant([3, 2]))))).toBe(6);
  });

  test("lists of numbers that are combined place by place become one list", () => {
    const folded = simple(add(multiply(constant([1, 2, 3]), constant([4, 5, 6])), 0.5));
    expect([constantValues(folded), folded.shape]).toEqual([[4.5, 10.5, 18.5], [3]]);
    expect(constantValues(simple(cast(constant([0.5, -1.5]), "int32")))).toEqual([0, -1]);
    expect(constantValues(simple(add(constant([[1], [2]]), constant([[3, 4]]))))).toBeUndefined();
  });

  test("large results are left to the plan", () => {
    const row = constant(Array.from({ length: 5000 }, (_, index) => index));
    expect(constantValues(simple(add(row, 1)))).toBeUndefined();
  });

  test("what depends on an element's position is left to the plan: it must be the same on every machine", () => {
    const random = randomUniform(constant(1, { dtype: "int32" }), constant(2, { dtype: "int32" }), { shape: [4] });
    expect(constantValues(simple(random))).toBeUndefined();
    expect(constantValues(simple(iota({ shape: [4] })))).toBeUndefined();
  });
});

describe("programs", () => {
  test("what no output and no update needs is gone, and inputs stay the same objects", () => {
    const unused = input("unused", [2, 3]);
    const program = createProgram({ outputs: { y: add(x, multiply(unused, 0)) } });
    const simplified = simplifyProgram(program, able);
    expect(simplified.inputs.get("x")).toBe(x);
    expect(simplified.nodes).toContain(x);
    expect(createProgram({ outputs: { y: x } }).nodes).toEqual([x]);
  });

  test("composed operations are recognised whole before they are decomposed", () => {
    const program = createProgram({ outputs: { y: log(softmax(x)), p: softmax(x) } });
    const names = simplifyProgram(program, able).nodes.map(({ operation }) => operation.name);
    expect(names).not.toContain("softmax");
    expect(names).not.toContain("logSoftmax");
    expect(names.filter((name) => name === "exp")).toHaveLength(1);
    expect(names.filter((name) => name === "max")).toHaveLength(1);
  });

  test("a target with a kernel of its own keeps the composed operation", () => {
    const program = createProgram({ outputs: { p: softmax(x) } });
    const names = simplifyProgram(program, { ...able, hasKernel: () => true }).nodes.map(
      ({ operation }) => operation.name,
    );
    expect(names).toEqual(["input", "softmax"]);
  });

  test("simplified random programs compute the same", () => {
    fc.assert(
      fc.property(recipes(40), (recipe) => {
        const { program, feeds } = buildProgram(recipe);
        const before = interpret([...program.outputs.values()], feeds);
        const after = interpret([...simplifyProgram(program, able).outputs.values()], feeds);
        before.forEach((expected, position) => {
          const actual = after[position];
          expect(actual?.shape).toEqual(expected.shape);
          expected.data.forEach((value, at) => {
            expect(Math.abs((actual?.data[at] ?? Number.NaN) - value)).toBeLessThan(
              1e-9 * Math.max(1, Math.abs(value)),
            );
          });
        });
      }),
      { numRuns: 200, seed: 20 },
    );
  });
});

describe("rules that are wrong", () => {
  const odd = (rule: NonNullable<Operation["simplify"]>): Tensor =>
    new Tensor({ ...exp.operation, name: "odd", simplify: rule }, [x], {});

  test("a rule that goes in circles is stopped", () => {
    const circle = odd((node) => new Tensor(node.operation, node.inputs, { ...node.attributes, turn: Math.random() }));
    expect(simple(circle).operation.name).toBe("odd");
  });

  test("a rule that changes the shape is an error that names the operation", () => {
    const wrong = odd((node) => sum(node.input(0)));
    expect(() => simplify([wrong])).toThrow(ChainruleError);
    expect(() => simplify([wrong])).toThrow(
      /odd was rewritten to a value of another kind: got float sum\[\], expected float odd\[2,3\]/,
    );
  });
});

test("values that are subtracted from themselves elsewhere stay apart", () => {
  const [a, b] = simplify([subtract(x, input("y", [2, 3])), subtract(input("y", [2, 3]), x)]);
  expect(a).not.toBe(b);
});

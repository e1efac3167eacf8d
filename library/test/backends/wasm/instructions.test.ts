// Every scalar instruction in compiled code against its meaning in float32, bit for bit.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createWasmBackend, hasRelaxedSimd, type WasmBackend, wasm } from "../../../src/backends/wasm/index.ts";
import { compileScalar, type ScalarPrecision } from "../../../src/ops/index.ts";
import {
  type Dtype,
  type Instruction,
  instructions,
  type ScalarKind,
  type ScalarNode,
  scalarOf,
  scalarOperand,
} from "../../../src/tensor/index.ts";
import { formula, HandPlan, viewOf } from "./handPlan.ts";
import { runPlan, specialNumbers } from "./running.ts";

const dtypes = { float: "float", int: "int32", bool: "bool" } as const satisfies Record<ScalarKind, Dtype>;
const isInstruction = (name: string): name is Instruction => name in instructions;
const names = Object.keys(instructions).filter(isInstruction);
const computing = names.filter((name) => instructions[name].operands.length > 0);

/** Computes a formula of operands in compiled code for columns of operands. */
function compute(
  root: ScalarNode,
  kinds: readonly ScalarKind[],
  columns: readonly (readonly number[])[],
  backend: WasmBackend = wasm,
): number[] {
  const size = columns[0]?.length ?? 0;
  const plan = new HandPlan();
  const inputs = kinds.map((kind, index) => plan.access(plan.bind(`x${index}`, size, dtypes[kind]), viewOf([size])));
  const output = plan.access(plan.bind("y", size, dtypes[root.kind]), viewOf([size]));
  plan.elementwise(
    formula(
      kinds.map((_, index) => `x${index}`),
      () => scalarOf(root),
    ),
    inputs,
    output,
  );
  const values = Object.fromEntries(columns.map((column, index) => [`x${index}`, column]));
  return runPlan(plan.build(), values, backend).y ?? [];
}

/** What the formula means. */
function meaning(
  root: ScalarNode,
  columns: readonly (readonly number[])[],
  precision: ScalarPrecision = "float32",
): number[] {
  const compiled = compileScalar(root, precision);
  return (columns[0] ?? []).map((_, row) => compiled(columns.map((column) => column[row] ?? 0)));
}

/** All combinations of one number of each list, as columns. */
function combinations(lists: readonly (readonly number[])[]): number[][] {
  const [first = [], ...others] = lists;
  if (others.length === 0) return [[...first]];
  const rest = combinations(others);
  const rows = rest[0]?.length ?? 0;
  return [
    first.flatMap((value) => new Array<number>(rows).fill(value)),
    ...rest.map((column) => first.flatMap(() => column)),
  ];
}

const operandsOf = (kinds: readonly ScalarKind[]): ScalarNode[] =>
  kinds.map((kind, position) => scalarOperand(position, kind).node);

describe("scalar instructions", () => {
  it.each(computing)("%s gives the same bits as its meaning for all special numbers", (instruction) => {
    const { operands, result } = instructions[instruction];
    const columns = combinations(operands.map(specialNumbers));
    for (const value of instruction.startsWith("shift") ? [0, 1, 13, 31, 32, 45] : [0]) {
      const root: ScalarNode = { instruction, kind: result, inputs: operandsOf(operands), value };
      expect(compute(root, operands, columns)).toEqual(meaning(root, columns));
    }
  });

  it.each(computing)("%s gives the same bits when operands are constants", (instruction) => {
    const { operands, result } = instructions[instruction];
    operands.forEach((kind, fixed) => {
      if (kind === "bool") return;
      for (const value of specialNumbers(kind)) {
        const name = kind === "float" ? "constant" : "intConstant";
        const constant: ScalarNode = { instruction: name, kind, inputs: [], value };
        const inputs = operandsOf(operands).map((operand, position) => (position === fixed ? constant : operand));
        const root: ScalarNode = { instruction, kind: result, inputs, value: 3 };
        const columns = combinations(operands.map((other, at) => (at === fixed ? [0] : specialNumbers(other))));
        expect(compute(root, operands, columns), `operand ${fixed} is ${value}`).toEqual(meaning(root, columns));
      }
    });
  });

  const reason = hasRelaxedSimd() ? "" : " (skipped: this engine has no relaxed SIMD)";
  it.runIf(hasRelaxedSimd())(`multiplyAdd rounds once or twice where that is allowed${reason}`, () => {
    const root: ScalarNode = {
      instruction: "multiplyAdd",
      kind: "float",
      inputs: operandsOf(["float", "float", "float"]),
      value: 0,
    };
    const columns = combinations([specialNumbers("float"), specialNumbers("float"), specialNumbers("float")]);
    const got = compute(root, ["float", "float", "float"], columns, createWasmBackend({ deterministic: false }));
    const [twice, once] = [meaning(root, columns), meaning(root, columns, "fusedFloat32")];
    got.forEach((value, row) => {
      const isAllowed = Object.is(value, twice[row]) || Object.is(value, once[row]);
      if (!isAllowed) expect.fail(`row ${row}: got ${value}, expected ${twice[row]} or ${once[row]}`);
    });
  });

  it("constants of all kinds fill the result", () => {
    for (const value of specialNumbers("float")) {
      const root: ScalarNode = { instruction: "constant", kind: "float", inputs: [], value };
      expect(compute(root, ["float"], [[1, 2, 3, 4, 5]])).toEqual(new Array<number>(5).fill(value));
    }
    const root: ScalarNode = { instruction: "intConstant", kind: "int", inputs: [], value: -7 };
    expect(compute(root, ["float"], [[1, 2, 3]])).toEqual([-7, -7, -7]);
  });
});

const kinds: readonly ScalarKind[] = ["float", "int", "bool"];

/** A float whose bits mean something: which bits a NaN has is left open. */
function numberOrOne(x: ScalarNode): ScalarNode {
  const isNumber: ScalarNode = { instruction: "equal", kind: "bool", inputs: [x, x], value: 0 };
  const one: ScalarNode = { instruction: "constant", kind: "float", inputs: [], value: 1 };
  return { instruction: "select", kind: "float", inputs: [isNumber, x, one], value: 0 };
}

/** Random formulas over two operands of each kind. */
const formulas = fc.letrec<Record<ScalarKind, ScalarNode>>((tie) => {
  const leaves = (kind: ScalarKind) => {
    const offset = kinds.indexOf(kind) * 2;
    const operand = fc.nat(1).map((index) => scalarOperand(offset + index, kind).node);
    if (kind === "bool") return operand;
    const name: Instruction = kind === "float" ? "constant" : "intConstant";
    const constant = fc
      .constantFrom(...specialNumbers(kind))
      .map((value): ScalarNode => ({ instruction: name, kind, inputs: [], value }));
    return fc.oneof(operand, constant);
  };
  const nodes = (kind: ScalarKind) =>
    computing
      .filter((name) => instructions[name].result === kind)
      .map((instruction) =>
        fc
          .tuple(fc.nat(31), ...instructions[instruction].operands.map((operand) => tie(operand)))
          .map(([value, ...inputs]): ScalarNode => {
            return {
              instruction,
              kind,
              inputs: instruction === "floatToBits" ? inputs.map(numberOrOne) : inputs,
              value,
            };
          }),
      );
  const kindOf = (kind: ScalarKind) => fc.oneof({ maxDepth: 5, withCrossShrink: true }, leaves(kind), ...nodes(kind));
  return { float: kindOf("float"), int: kindOf("int"), bool: kindOf("bool") };
});

describe("formulas", () => {
  it("keep every bit through folding, sharing and simplification", () => {
    const operands = kinds.flatMap((kind) => [kind, kind]);
    const columns = operands.map((kind, position) => {
      const numbers = specialNumbers(kind);
      return Array.from({ length: 67 }, (_, row) => numbers[(row * (position + 1) + position) % numbers.length] ?? 0);
    });
    fc.assert(
      fc.property(fc.oneof(formulas.float, formulas.int, formulas.bool), (root) => {
        expect(compute(root, operands, columns)).toEqual(meaning(root, columns));
      }),
      { numRuns: 1000 },
    );
  });
});

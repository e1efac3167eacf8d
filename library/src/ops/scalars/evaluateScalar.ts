// evaluateScalar: the value of a formula for numbers that are known when a graph is simplified.
import type { ScalarNode } from "../../tensor/index.ts";
import { isArithmetic, meaningOf } from "./arithmetic.ts";
import { scalarNodes } from "./scalarNodes.ts";

function nodeValue(node: ScalarNode, operands: readonly number[], inputs: readonly number[]): number | undefined {
  const { instruction, value } = node;
  const [a = 0, b = value, c = 0] = inputs;
  if (isArithmetic(instruction)) return meaningOf(instruction)(a, b);
  switch (instruction) {
    case "constant":
    case "intConstant":
      return value;
    case "operand":
      return operands[value];
    case "multiplyAdd":
      return a * b + c;
    case "select":
    case "intSelect":
      return a === 0 ? c : b;
    default:
      return undefined;
  }
}

/**
 * The value of a formula in float64.
 *
 * @returns undefined for a formula that depends on the element's position, or takes floats apart into bits.
 */
export function evaluateScalar(root: ScalarNode, operands: readonly number[]): number | undefined {
  const values = new Map<ScalarNode, number>();
  for (const node of scalarNodes(root)) {
    const inputs = node.inputs.map((input) => values.get(input) ?? Number.NaN);
    const value = nodeValue(node, operands, inputs);
    if (value === undefined) return undefined;
    values.set(node, node.kind === "float" ? value : value | 0);
  }
  return values.get(root);
}

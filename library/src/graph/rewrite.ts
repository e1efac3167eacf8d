// Rewriting of graphs: nodes are immutable, so a changed operand means new nodes above it.
import { inOrder, Tensor } from "../tensor/index.ts";
import { reachableNodes } from "./program.ts";

/** The node over other operands; the very node when none has changed. */
export function withInputs(node: Tensor, inputs: readonly Tensor[]): Tensor {
  if (inputs.every((input, position) => input === node.inputs[position])) return node;
  return new Tensor(node.operation, inputs, node.attributes, node.label);
}

/**
 * Rebuilds a graph from its sources up. `replace` receives each node, already over its new operands, and the original,
 * and gives what stands in its place.
 */
export function rewriteGraph(
  roots: readonly Tensor[],
  replace: (rebuilt: Tensor, original: Tensor) => Tensor,
): Map<Tensor, Tensor> {
  const replaced = new Map<Tensor, Tensor>();
  for (const node of reachableNodes(roots)) {
    const inputs = node.inputs.map((input) => replaced.get(input) ?? input);
    replaced.set(node, replace(withInputs(node, inputs), node));
  }
  return replaced;
}

/**
 * Operands before what uses them, in the order in which the roots need them. Other than by `id`, the order does not
 * depend on what else was built, or when.
 */
export function orderOfNeed(roots: readonly Tensor[]): Tensor[] {
  return inOrder(roots, ({ inputs }) => inputs);
}

// The graph inside of a loop: its nodes, their values, and the same graph over other inputs.
import { GraphError, type Loop, type NdArray, reachable, type Spec, Tensor } from "../../tensor/index.ts";
import { input } from "../constant.ts";
import { referenceValue } from "../referenceValue.ts";

/** Every node that the roots need, operands before what uses them. */
export function nodesOf(roots: readonly Tensor[]): Tensor[] {
  return [...reachable(roots, ({ inputs }) => inputs)].sort((a, b) => a.id - b.id);
}

/** Everything that a step gives. */
export function rootsOf({ next, outputs, sums }: Loop): readonly Tensor[] {
  return [...next, ...outputs, ...sums];
}

/** Everything that stands for a value of the step. */
export function placeholdersOf({ carried, elements, constants }: Loop): readonly Tensor[] {
  return [...carried, ...elements, ...constants];
}

let placeholders = 0;

/** An input of a name of its own, which stands for values of this shape. */
export function placeholder({ shape, dtype }: Spec): Tensor {
  placeholders += 1;
  return input(`scan.${placeholders}`, shape, dtype);
}

/** Nodes that are worth being kept for the derivative: those that are no mere loop over elements. */
export function costlyNodes(loop: Loop): Tensor[] {
  const given = new Set([...loop.next, ...loop.outputs]);
  return nodesOf(rootsOf(loop)).filter((node) => {
    const { source, scalar, view, assemble } = node.operation;
    const isCheap = source !== undefined || scalar !== undefined || view !== undefined || assemble !== undefined;
    return !isCheap && node.dtype === "float" && !given.has(node);
  });
}

/** The roots with other tensors in the place of some nodes. */
export function substitute(roots: readonly Tensor[], replacements: ReadonlyMap<Tensor, Tensor>): Tensor[] {
  const replaced = new Map(replacements);
  for (const node of nodesOf(roots)) {
    if (replaced.has(node)) continue;
    const inputs = node.inputs.map((operand) => replaced.get(operand) ?? operand);
    const isSame = inputs.every((operand, position) => operand === node.inputs[position]);
    replaced.set(node, isSame ? node : new Tensor(node.operation, inputs, node.attributes, node.label));
  }
  return roots.map((root) => replaced.get(root) ?? root);
}

/** The same loop over inputs that are named by their parts in it, so that equal loops look the same. */
export function namedLoop(loop: Loop): Loop {
  const stand = (list: readonly Tensor[], part: string): Tensor[] =>
    list.map(({ shape, dtype }, position) => input(`${part} ${position}`, shape, dtype));
  const named = {
    carried: stand(loop.carried, "carried"),
    elements: stand(loop.elements, "element"),
    constants: stand(loop.constants, "constant"),
  };
  const stands = [...named.carried, ...named.elements, ...named.constants];
  const pairs = placeholdersOf(loop).map((old, position) => [old, stands[position] ?? old] as const);
  const roots = substitute(rootsOf(loop), new Map(pairs));
  const [outputsAt, sumsAt] = [loop.next.length, loop.next.length + loop.outputs.length];
  return {
    ...loop,
    ...named,
    next: roots.slice(0, outputsAt),
    outputs: roots.slice(outputsAt, sumsAt),
    sums: roots.slice(sumsAt),
  };
}

/** The values of the roots by their operations' references, where placeholders have the values given. */
export function evaluateRoots(roots: readonly Tensor[], given: ReadonlyMap<Tensor, NdArray>): NdArray[] {
  const values = new Map(given);
  const valueAt = (node: Tensor): NdArray => {
    const value = values.get(node);
    if (value === undefined) throw new GraphError("a value of a loop is missing", { got: node.toString() });
    return value;
  };
  for (const node of nodesOf(roots)) {
    if (values.has(node)) continue;
    values.set(node, referenceValue(node.operation, node.inputs.map(valueAt), node, node.attributes));
  }
  return roots.map(valueAt);
}

// The natures of operations: the one property by which the planner decides what to do with a node.

import { scalarKind } from "../ops/index.ts";
import { elementPosition, type Operation, type ScalarNode, scalarOperand, type Tensor } from "../tensor/index.ts";

/** See {@link Operation}: each operation is of exactly one nature. */
export type Nature = "input" | "constant" | "elementwise" | "view" | "assembly" | "reduction" | "kernel";

/** The nature of an operation; a composed one that has not been decomposed is a kernel. */
export function natureOf({ source, scalar, view, assemble, reducer }: Operation): Nature {
  if (source !== undefined) return source;
  if (scalar !== undefined) return "elementwise";
  if (view !== undefined) return "view";
  if (assemble !== undefined) return "assembly";
  return reducer === undefined ? "kernel" : "reduction";
}

/** Whether an elementwise node computes something else at each position from the same operands: random bits, counting. */
export function dependsOnPosition({ operation, inputs, attributes }: Tensor): boolean {
  if (operation.scalar === undefined) return false;
  const operands = inputs.map(({ dtype }, position) => scalarOperand(position, scalarKind(dtype)));
  const pending: ScalarNode[] = [operation.scalar(operands, attributes, elementPosition).node];
  const seen = new Set<ScalarNode>(pending);
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (node.instruction === "index" || node.instruction === "coordinate") return true;
    for (const input of node.inputs) {
      if (seen.has(input)) continue;
      seen.add(input);
      pending.push(input);
    }
  }
  return false;
}

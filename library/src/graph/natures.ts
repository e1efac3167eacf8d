// The natures of operations: the one property by which the planner decides what to do with a node.

import { scalarKind } from "../ops/index.ts";
import { elementPosition, type Operation, reachable, scalarOperand, type Tensor } from "../tensor/index.ts";

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
  const { node } = operation.scalar(operands, attributes, elementPosition);
  const formula = reachable([node], ({ inputs: parts }) => parts);
  return [...formula].some(({ instruction }) => instruction === "index" || instruction === "coordinate");
}

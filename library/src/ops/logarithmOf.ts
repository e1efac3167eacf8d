// What the graph knows of probabilities and their logarithms, so that log(softmax(x)) need not be computed literally.
import { type Operation, Tensor } from "../tensor/index.ts";

/** Bounds as near to 0 and 1 as this are there to avoid log(0), not to change probabilities. */
export const probabilityMargin = 1e-6;

/** The natural logarithm of a value, where the graph shows a better way to it than `log`. */
export function logarithmOf(value: Tensor): Tensor | undefined {
  return value.operation.logarithm?.(value);
}

/** `log(1 - value)`, where the graph shows a better way to it. */
export function logarithmOfComplement(value: Tensor): Tensor | undefined {
  return value.operation.logarithmOfComplement?.(value);
}

/** Whether every element of a value is certainly between 0 and 1, or NaN. */
export function isProbability(value: Tensor): boolean {
  return value.operation.isProbability?.(value) ?? false;
}

/** The axis along which a value's elements are probabilities that sum to 1. */
export function normalizedAxis(value: Tensor): number | undefined {
  return value.operation.normalizedAxis?.(value);
}

/** The same movement of what is known of the operand. */
function moved(node: Tensor, ask: (value: Tensor) => Tensor | undefined): Tensor | undefined {
  const known = ask(node.input(0));
  return known && new Tensor(node.operation, [known, ...node.inputs.slice(1)], node.attributes);
}

/** For operations that only move the elements of their first operand: logarithms move along. */
export const movedLogarithms: Pick<Operation, "logarithm" | "logarithmOfComplement" | "isProbability"> = {
  logarithm: (node) => moved(node, logarithmOf),
  logarithmOfComplement: (node) => moved(node, logarithmOfComplement),
  isProbability: (node) => isProbability(node.input(0)),
};

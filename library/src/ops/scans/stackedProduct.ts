// Sums of products over all steps of a loop, as one product of all steps' rows.
import { sameShape, type Tensor } from "../../tensor/index.ts";
import { matmul } from "../matmul.ts";
import { reshape } from "../reshape.ts";
import { transpose } from "../transpose.ts";

/** `leftᵀ · right` in each step, where both have as many rows. */
export interface StackedProduct {
  readonly left: Tensor;
  readonly right: Tensor;
}

/** The factors of a step's term, if its sum over all steps is a product of what stands below each other. */
export function stackedProduct({ operation, inputs: [left, right] }: Tensor): StackedProduct | undefined {
  if (operation !== matmul.operation || left?.rank !== 2 || right?.rank !== 2) return undefined;
  const isTransposed = left.operation === transpose.operation && sameShape([1, 0], permutationOf(left));
  return isTransposed ? { left: left.input(0), right } : undefined;
}

function permutationOf({ attributes: { permutation } }: Tensor): readonly number[] {
  return Array.isArray(permutation) ? permutation : [];
}

/** The sum over all steps of `leftᵀ · right`, from factors `[steps, rows, columns]`. */
export function productOfAllSteps({ left, right }: StackedProduct): Tensor {
  const rows = (stack: Tensor): Tensor => reshape(stack, [-1, stack.shape[2] ?? 0]);
  return matmul(transpose(rows(left)), rows(right));
}

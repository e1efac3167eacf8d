// Targets that plans are made for in the planner's tests.
import type { PlanTarget } from "../../src/graph/index.ts";

/** A backend with kernels for everything that is not written in other operations. */
export const able: PlanTarget = {
  hasKernel: ({ decompose }) => decompose === undefined,
  readsStrides: () => true,
  scratchSize: () => 0,
};

/** A backend whose kernels want row-major operands and working memory. */
export const plain: PlanTarget = {
  ...able,
  readsStrides: () => false,
  scratchSize: (_operation, inputs) => 5 * inputs.length,
};

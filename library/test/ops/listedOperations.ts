// Every operation that the ops folder exports, for tests that are generated from the list.
import * as ops from "../../src/ops/index.ts";
import { constant } from "../../src/ops/index.ts";
import type { Operation } from "../../src/tensor/index.ts";

function operationOf(exported: unknown): readonly Operation[] {
  const isOp = typeof exported === "function" && "operation" in exported;
  return isOp ? [exported.operation as Operation] : [];
}

/** Each exported operation once, and that of constants. */
export const listedOperations: readonly Operation[] = [
  ...new Set([constant(0).operation, ...Object.values(ops).flatMap(operationOf)]),
];

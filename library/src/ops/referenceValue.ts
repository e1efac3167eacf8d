// referenceValue: what an operation gives for some operands, by its float64 definition.
import { type Attributes, BackendError, type NdArray, type Operation, type Spec } from "../tensor/index.ts";

/**
 * The value of an operation by its reference.
 *
 * @throws {BackendError} when the operation has none, as in the build of `chainrule/slim`.
 */
export function referenceValue(
  operation: Operation,
  inputs: readonly NdArray[],
  output: Spec,
  attributes: Attributes,
): NdArray {
  if (operation.reference !== undefined) return operation.reference(inputs, output, attributes);
  throw new BackendError(`${operation.name} has no reference`, {
    expected: "operations with their float64 definitions, which chainrule/slim leaves out",
    fix: 'Pass the backend wasm, or import everything from "chainrule"',
  });
}

// operandAt: what a shape rule or a reference was given for one operand.
import { ShapeError } from "../tensor/index.ts";

/** The operand at a position. @throws {ShapeError} when it is missing. */
export function operandAt<T>(operands: readonly T[], position: number): T {
  const operand = operands[position];
  if (operand === undefined) throw new ShapeError(`operand ${position} is missing`);
  return operand;
}

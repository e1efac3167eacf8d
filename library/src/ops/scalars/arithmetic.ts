// The meaning of the scalar instructions that make a number of one or two, as functions of JavaScript numbers.
import type { Instruction } from "../../tensor/index.ts";
import { roundHalfToEven } from "./referenceFunctions.ts";

/**
 * Functions of the operands; `b` of a shift is its count. Results are not rounded yet: floats to their precision, integers
 * to 32 bits. Booleans are 0 and 1.
 */
const meanings = {
  add: (a, b) => a + b,
  subtract: (a, b) => a - b,
  multiply: (a, b) => a * b,
  divide: (a, b) => a / b,
  minimum: Math.min,
  maximum: Math.max,
  negate: (a) => -a,
  absolute: Math.abs,
  squareRoot: Math.sqrt,
  floor: Math.floor,
  round: roundHalfToEven,
  less: (a, b) => Number(a < b),
  lessOrEqual: (a, b) => Number(a <= b),
  equal: (a, b) => Number(a === b),
  and: (a, b) => a & b,
  or: (a, b) => a | b,
  not: (a) => 1 - a,
  intAdd: (a, b) => a + b,
  intSubtract: (a, b) => a - b,
  intMultiply: Math.imul,
  intAnd: (a, b) => a & b,
  intOr: (a, b) => a | b,
  intXor: (a, b) => a ^ b,
  shiftLeft: (a, b) => a << b,
  shiftRight: (a, b) => a >> b,
  shiftRightUnsigned: (a, b) => a >>> b,
  intEqual: (a, b) => Number(a === b),
  intLess: (a, b) => Number(a < b),
  intToFloat: (a) => a,
  floatToInt: (a) => Math.min(Math.max(a, -(2 ** 31)), 2 ** 31 - 1),
} as const satisfies Partial<Record<Instruction, (a: number, b: number) => number>>;

/** An instruction of these. */
export type Arithmetic = keyof typeof meanings;

/** Whether an instruction makes a number of one or two, and of nothing else. */
export function isArithmetic(instruction: string): instruction is Arithmetic {
  return Object.hasOwn(meanings, instruction);
}

/** What an instruction makes of its operands. */
export function meaningOf(instruction: Arithmetic): (a: number, b: number) => number {
  return meanings[instruction];
}

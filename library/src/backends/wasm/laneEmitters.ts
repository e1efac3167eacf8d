// One emitter for each scalar instruction: the vector code of four lanes at once, operands on the stack.
import { float32Bits } from "./bytes.ts";
import type { FunctionBuilder } from "./functionBuilder.ts";
import type { LaneInstruction, LaneNode } from "./laneNodes.ts";
import { relaxedSimd, type SimdOpcode, simd } from "./opcodes/index.ts";

/** Where the leaves of a formula come from; each method leaves a vector on the stack. */
export interface LaneSources {
  /** Four elements of operand `position`; a truth value as a mask. */
  operand(position: number): void;
  index(): void;
  coordinate(axis: number): void;
  /** The same 32 bits in all lanes. */
  constant(bits: number): void;
}

type Emitter = (code: FunctionBuilder, node: LaneNode, sources: LaneSources) => void;

const plain =
  (opcode: SimdOpcode): Emitter =>
  (code) =>
    code.simd(opcode);

const shift =
  (opcode: SimdOpcode): Emitter =>
  (code, { value }) => {
    code.i32(value & 31);
    code.simd(opcode);
  };

/** Combines with a constant; engines would make the constants of their own instructions in every loop's turn. */
const masked =
  (opcode: SimdOpcode, bits: number): Emitter =>
  (code, _node, sources) => {
    sources.constant(bits);
    code.simd(opcode);
  };

const nothing: Emitter = () => undefined;

/**
 * Code for each instruction. The operands have been pushed in order, except for `select` and `intSelect`, whose
 * condition is pushed last (see {@link operandOrder}).
 */
export const laneEmitters: Readonly<Record<LaneInstruction, Emitter>> = {
  constant: (_code, { value }, sources) => sources.constant(float32Bits(value)),
  intConstant: (_code, { value }, sources) => sources.constant(value | 0),
  operand: (_code, { value }, sources) => sources.operand(value),
  index: (_code, _node, sources) => sources.index(),
  coordinate: (_code, { value }, sources) => sources.coordinate(value),
  add: plain(simd.f32x4Add),
  subtract: plain(simd.f32x4Sub),
  multiply: plain(simd.f32x4Mul),
  divide: plain(simd.f32x4Div),
  multiplyAdd: plain(relaxedSimd.f32x4RelaxedMadd),
  minimum: plain(simd.f32x4Min),
  maximum: plain(simd.f32x4Max),
  pseudoMinimum: plain(simd.f32x4Pmin),
  pseudoMaximum: plain(simd.f32x4Pmax),
  negate: masked(simd.v128Xor, -(2 ** 31)),
  absolute: masked(simd.v128And, 2 ** 31 - 1),
  squareRoot: plain(simd.f32x4Sqrt),
  floor: plain(simd.f32x4Floor),
  round: plain(simd.f32x4Nearest),
  less: plain(simd.f32x4Lt),
  lessOrEqual: plain(simd.f32x4Le),
  equal: plain(simd.f32x4Eq),
  and: plain(simd.v128And),
  or: plain(simd.v128Or),
  not: plain(simd.v128Not),
  select: plain(simd.v128Bitselect),
  intSelect: plain(simd.v128Bitselect),
  keepWhere: plain(simd.v128And),
  dropWhere: plain(simd.v128Andnot),
  intAdd: plain(simd.i32x4Add),
  intSubtract: plain(simd.i32x4Sub),
  intMultiply: plain(simd.i32x4Mul),
  intAnd: plain(simd.v128And),
  intOr: plain(simd.v128Or),
  intXor: plain(simd.v128Xor),
  shiftLeft: shift(simd.i32x4Shl),
  shiftRight: shift(simd.i32x4ShrS),
  shiftRightUnsigned: shift(simd.i32x4ShrU),
  intEqual: plain(simd.i32x4Eq),
  intLess: plain(simd.i32x4LtS),
  intToFloat: plain(simd.f32x4ConvertI32x4S),
  floatToInt: plain(simd.i32x4TruncSatF32x4S),
  floatToBits: nothing,
  bitsToFloat: nothing,
};

/** Instructions whose first operand stands last in the vector instruction: masks. */
const maskLast: ReadonlySet<LaneInstruction> = new Set<LaneInstruction>([
  "select",
  "intSelect",
  "keepWhere",
  "dropWhere",
]);

/** The operands in the order in which the vector instruction takes them. */
export function operandOrder({ instruction, inputs }: LaneNode): readonly LaneNode[] {
  const [first, ...others] = inputs;
  return first !== undefined && maskLast.has(instruction) ? [...others, first] : inputs;
}

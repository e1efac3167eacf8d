// Scalar instructions: the smallest vocabulary, from which every backend generates and fuses elementwise code.

/** What a scalar is: a number of the working precision, a 32-bit integer, or a truth value. */
export type ScalarKind = "float" | "int" | "bool";

interface InstructionSignature {
  readonly operands: readonly ScalarKind[];
  readonly result: ScalarKind;
}

/**
 * Every scalar instruction with its kinds. A backend that generates code has one emitter for each of them, in a
 * table typed `Record<Instruction, ...>`, so that `tsc` checks that none is missing.
 *
 * Float arithmetic is IEEE 754 with rounding to nearest, ties to even; `minimum` and `maximum` give NaN if either
 * operand is NaN; integers wrap at 32 bits; shifts take their count modulo 32. `multiplyAdd` may be fused (one
 * rounding) only where the backend is allowed to give up determinism; otherwise it rounds twice.
 */
export const instructions = {
  constant: { operands: [], result: "float" },
  intConstant: { operands: [], result: "int" },
  /** Operand number `value` of the formula; its kind is the node's own. */
  operand: { operands: [], result: "float" },
  /** Position of the element in row-major order of the result. */
  index: { operands: [], result: "int" },
  /** Position of the element along axis `value` of the result. */
  coordinate: { operands: [], result: "int" },
  add: { operands: ["float", "float"], result: "float" },
  subtract: { operands: ["float", "float"], result: "float" },
  multiply: { operands: ["float", "float"], result: "float" },
  divide: { operands: ["float", "float"], result: "float" },
  multiplyAdd: { operands: ["float", "float", "float"], result: "float" },
  minimum: { operands: ["float", "float"], result: "float" },
  maximum: { operands: ["float", "float"], result: "float" },
  negate: { operands: ["float"], result: "float" },
  absolute: { operands: ["float"], result: "float" },
  squareRoot: { operands: ["float"], result: "float" },
  floor: { operands: ["float"], result: "float" },
  /** To the nearest whole number, ties to even. */
  round: { operands: ["float"], result: "float" },
  less: { operands: ["float", "float"], result: "bool" },
  lessOrEqual: { operands: ["float", "float"], result: "bool" },
  equal: { operands: ["float", "float"], result: "bool" },
  and: { operands: ["bool", "bool"], result: "bool" },
  or: { operands: ["bool", "bool"], result: "bool" },
  not: { operands: ["bool"], result: "bool" },
  select: { operands: ["bool", "float", "float"], result: "float" },
  intSelect: { operands: ["bool", "int", "int"], result: "int" },
  intAdd: { operands: ["int", "int"], result: "int" },
  intSubtract: { operands: ["int", "int"], result: "int" },
  intMultiply: { operands: ["int", "int"], result: "int" },
  intAnd: { operands: ["int", "int"], result: "int" },
  intOr: { operands: ["int", "int"], result: "int" },
  intXor: { operands: ["int", "int"], result: "int" },
  /** Shift counts are constants: operand 0 shifted by `value`. */
  shiftLeft: { operands: ["int"], result: "int" },
  shiftRight: { operands: ["int"], result: "int" },
  shiftRightUnsigned: { operands: ["int"], result: "int" },
  intEqual: { operands: ["int", "int"], result: "bool" },
  intLess: { operands: ["int", "int"], result: "bool" },
  intToFloat: { operands: ["int"], result: "float" },
  /** Truncation toward zero, saturating at the ends of int32; NaN gives 0. */
  floatToInt: { operands: ["float"], result: "int" },
  /** The 32 bits of a float32 as an integer, and back: for exponents and mantissas. */
  floatToBits: { operands: ["float"], result: "int" },
  bitsToFloat: { operands: ["int"], result: "float" },
} as const satisfies Record<string, InstructionSignature>;

export type Instruction = keyof typeof instructions;

/** A node of a scalar formula; equal nodes need not be the same object. */
export interface ScalarNode {
  readonly instruction: Instruction;
  readonly kind: ScalarKind;
  readonly inputs: readonly ScalarNode[];
  /** The constant, the operand's number, the axis or the shift count, where the instruction has one. */
  readonly value: number;
}

function node(instruction: Instruction, inputs: readonly ScalarNode[], value = 0): ScalarNode {
  return { instruction, kind: instructions[instruction].result, inputs, value };
}

/** A float in a scalar formula. Numbers are taken wherever a float is. */
export class Float {
  readonly kind = "float";
  readonly node: ScalarNode;
  constructor(source: ScalarNode | number) {
    this.node = typeof source === "number" ? node("constant", [], source) : source;
  }
  private with(instruction: Instruction, ...others: readonly (Float | number)[]): Float {
    return new Float(node(instruction, [this.node, ...others.map((other) => float(other).node)]));
  }
  private compare(instruction: Instruction, other: Float | number): Bool {
    return new Bool(node(instruction, [this.node, float(other).node]));
  }
  plus(other: Float | number): Float {
    return this.with("add", other);
  }
  minus(other: Float | number): Float {
    return this.with("subtract", other);
  }
  times(other: Float | number): Float {
    return this.with("multiply", other);
  }
  dividedBy(other: Float | number): Float {
    return this.with("divide", other);
  }
  /** `this * factor + summand`. */
  timesPlus(factor: Float | number, summand: Float | number): Float {
    return this.with("multiplyAdd", factor, summand);
  }
  minimum(other: Float | number): Float {
    return this.with("minimum", other);
  }
  maximum(other: Float | number): Float {
    return this.with("maximum", other);
  }
  negate(): Float {
    return this.with("negate");
  }
  absolute(): Float {
    return this.with("absolute");
  }
  squareRoot(): Float {
    return this.with("squareRoot");
  }
  floor(): Float {
    return this.with("floor");
  }
  round(): Float {
    return this.with("round");
  }
  less(other: Float | number): Bool {
    return this.compare("less", other);
  }
  lessOrEqual(other: Float | number): Bool {
    return this.compare("lessOrEqual", other);
  }
  greater(other: Float | number): Bool {
    return float(other).less(this);
  }
  greaterOrEqual(other: Float | number): Bool {
    return float(other).lessOrEqual(this);
  }
  equal(other: Float | number): Bool {
    return this.compare("equal", other);
  }
  toInt(): Int {
    return new Int(node("floatToInt", [this.node]));
  }
  bits(): Int {
    return new Int(node("floatToBits", [this.node]));
  }
}

/** A 32-bit integer in a scalar formula. */
export class Int {
  readonly kind = "int";
  readonly node: ScalarNode;
  constructor(source: ScalarNode | number) {
    this.node = typeof source === "number" ? node("intConstant", [], source) : source;
  }
  private with(instruction: Instruction, other: Int | number): Int {
    return new Int(node(instruction, [this.node, int(other).node]));
  }
  plus(other: Int | number): Int {
    return this.with("intAdd", other);
  }
  minus(other: Int | number): Int {
    return this.with("intSubtract", other);
  }
  times(other: Int | number): Int {
    return this.with("intMultiply", other);
  }
  and(other: Int | number): Int {
    return this.with("intAnd", other);
  }
  or(other: Int | number): Int {
    return this.with("intOr", other);
  }
  xor(other: Int | number): Int {
    return this.with("intXor", other);
  }
  shiftLeft(count: number): Int {
    return new Int(node("shiftLeft", [this.node], count));
  }
  shiftRight(count: number): Int {
    return new Int(node("shiftRight", [this.node], count));
  }
  shiftRightUnsigned(count: number): Int {
    return new Int(node("shiftRightUnsigned", [this.node], count));
  }
  equal(other: Int | number): Bool {
    return new Bool(node("intEqual", [this.node, int(other).node]));
  }
  less(other: Int | number): Bool {
    return new Bool(node("intLess", [this.node, int(other).node]));
  }
  toFloat(): Float {
    return new Float(node("intToFloat", [this.node]));
  }
  asFloatBits(): Float {
    return new Float(node("bitsToFloat", [this.node]));
  }
}

/** A truth value in a scalar formula. */
export class Bool {
  readonly kind = "bool";
  readonly node: ScalarNode;
  constructor(source: ScalarNode) {
    this.node = source;
  }
  and(other: Bool): Bool {
    return new Bool(node("and", [this.node, other.node]));
  }
  or(other: Bool): Bool {
    return new Bool(node("or", [this.node, other.node]));
  }
  not(): Bool {
    return new Bool(node("not", [this.node]));
  }
  select(whenTrue: Float | number, whenFalse: Float | number): Float {
    return new Float(node("select", [this.node, float(whenTrue).node, float(whenFalse).node]));
  }
  selectInt(whenTrue: Int | number, whenFalse: Int | number): Int {
    return new Int(node("intSelect", [this.node, int(whenTrue).node, int(whenFalse).node]));
  }
}

export type Scalar = Float | Int | Bool;

export function float(value: Float | number): Float {
  return typeof value === "number" ? new Float(value) : value;
}

export function int(value: Int | number): Int {
  return typeof value === "number" ? new Int(value) : value;
}

/** A scalar for a node of any kind. */
export function scalarOf(source: ScalarNode): Scalar {
  if (source.kind === "float") return new Float(source);
  return source.kind === "int" ? new Int(source) : new Bool(source);
}

/** Operand number `position` of a formula, of the kind that its dtype has. */
export function scalarOperand(position: number, kind: ScalarKind): Scalar {
  return scalarOf({ instruction: "operand", kind, inputs: [], value: position });
}

/** What a formula may ask about the element that it computes. */
export interface ElementPosition {
  readonly index: Int;
  coordinate(axis: number): Int;
}

export const elementPosition: ElementPosition = {
  index: new Int(node("index", [])),
  coordinate: (axis) => new Int(node("coordinate", [], axis)),
};

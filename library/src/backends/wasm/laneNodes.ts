// Scalar formulas made ready for vectors of four lanes: shared, folded and simplified without changing a bit.
import { isArithmetic, meaningOf } from "../../ops/index.ts";
import type { Instruction, ScalarKind, ScalarNode } from "../../tensor/index.ts";
import { float32Bits } from "./bytes.ts";

/** Scalar instructions, and what vectors can do besides. */
export type LaneInstruction =
  | Instruction
  /** `pseudoMinimum(a, b)` is `b < a ? b : a`; `pseudoMaximum(a, b)` is `a < b ? b : a`. */
  | "pseudoMinimum"
  | "pseudoMaximum"
  /** `keepWhere(mask, x)` is x where the mask holds and bits 0 elsewhere; `dropWhere` the contrary. */
  | "keepWhere"
  | "dropWhere";

/** A node of a formula over vectors; within one {@link LaneGraph} equal nodes are the same object. */
export interface LaneNode {
  readonly id: number;
  readonly instruction: LaneInstruction;
  readonly kind: ScalarKind;
  readonly inputs: readonly LaneNode[];
  readonly value: number;
}

/** What the code may do that changes bits. */
export interface LaneOptions {
  /** Whether `multiplyAdd` may round once, with an instruction that not every machine computes alike. */
  readonly fused: boolean;
}

interface Draft {
  readonly instruction: LaneInstruction;
  readonly kind: ScalarKind;
  readonly inputs: readonly LaneNode[];
  readonly value: number;
}

const commutative: ReadonlySet<LaneInstruction> = new Set<LaneInstruction>([
  "add",
  "multiply",
  "minimum",
  "maximum",
  "equal",
  "and",
  "or",
  "intAdd",
  "intMultiply",
  "intAnd",
  "intOr",
  "intXor",
  "intEqual",
]);

/** Builds nodes; each new one is simplified, then shared with an equal one. */
export class LaneGraph {
  private readonly shared = new Map<string, LaneNode>();
  private readonly known = new Map<ScalarNode, LaneNode>();
  private readonly options: LaneOptions;

  constructor(options: LaneOptions) {
    this.options = options;
  }

  /** The node for a scalar formula. */
  lower(node: ScalarNode): LaneNode {
    const known = this.known.get(node);
    if (known !== undefined) return known;
    const inputs = node.inputs.map((input) => this.lower(input));
    const lowered = this.make(node.instruction, inputs, node.kind, node.value);
    this.known.set(node, lowered);
    return lowered;
  }

  make(instruction: LaneInstruction, inputs: readonly LaneNode[], kind: ScalarKind, value = 0): LaneNode {
    const ordered = commutative.has(instruction) ? [...inputs].sort((a, b) => b.id - a.id) : inputs;
    const draft: Draft = { instruction, kind, inputs: ordered, value };
    return fold(this, draft) ?? simplify(this, draft, this.options) ?? this.intern(draft);
  }

  float(value: number): LaneNode {
    return this.intern({ instruction: "constant", kind: "float", inputs: [], value: Math.fround(value) });
  }

  private intern(draft: Draft): LaneNode {
    const { instruction, kind, inputs, value } = draft;
    const bits = instruction === "constant" ? float32Bits(value) : value | 0;
    const key = `${instruction} ${kind} ${bits} ${inputs.map(({ id }) => id).join()}`;
    const found = this.shared.get(key) ?? { ...draft, id: this.shared.size };
    this.shared.set(key, found);
    return found;
  }
}

const isConstant = ({ instruction }: LaneNode): boolean => instruction === "constant" || instruction === "intConstant";

/** The value of a float constant, else undefined. */
function constantOf(node: LaneNode | undefined): number | undefined {
  return node?.instruction === "constant" ? node.value : undefined;
}

/** The value of arithmetic whose operands are all constants, computed as every machine computes it. */
function fold(graph: LaneGraph, { instruction, kind, inputs, value }: Draft): LaneNode | undefined {
  if (!isArithmetic(instruction) || kind === "bool" || !inputs.every(isConstant)) return undefined;
  const [a, b] = inputs;
  const result = meaningOf(instruction)(a?.value ?? 0, b?.value ?? value);
  return kind === "float" ? graph.float(result) : graph.make("intConstant", [], "int", result | 0);
}

type Rule = (graph: LaneGraph, inputs: readonly LaneNode[], draft: Draft) => LaneNode | undefined;

/** The operand of a negation, else undefined. */
function negated(node: LaneNode | undefined): LaneNode | undefined {
  return node?.instruction === "negate" ? node.inputs[0] : undefined;
}

const add: Rule = (graph, [a, b]) => {
  if (a === undefined || b === undefined) return undefined;
  for (const [left, right] of [[a, b] as const, [b, a] as const]) {
    const other = negated(right);
    if (other !== undefined) return graph.make("subtract", [left, other], "float");
    if (Object.is(constantOf(right), -0)) return left;
  }
  return undefined;
};

const subtract: Rule = (graph, [a, b]) => {
  const other = negated(b);
  if (a !== undefined && other !== undefined) return graph.make("add", [a, other], "float");
  return Object.is(constantOf(b), 0) ? a : undefined;
};

const multiply: Rule = (graph, [a, b]) => {
  if (a === undefined || b === undefined) return undefined;
  for (const [left, right] of [[a, b] as const, [b, a] as const]) {
    const factor = constantOf(right);
    const other = negated(left);
    if (factor === 1) return left;
    if (factor !== undefined && other !== undefined) {
      return graph.make("multiply", [other, graph.float(-factor)], "float");
    }
  }
  return undefined;
};

/** Dividing by a power of two is multiplying by its reciprocal, exactly. */
const divide: Rule = (graph, [a, b]) => {
  const divisor = constantOf(b);
  if (a === undefined || divisor === undefined) return undefined;
  const exponent = Math.log2(Math.abs(divisor));
  if (!Number.isInteger(exponent) || Math.abs(exponent) > 126) return undefined;
  return graph.make("multiply", [a, graph.float(1 / divisor)], "float");
};

const negate: Rule = (_graph, [a]) => negated(a);

/** The operands of a commutative instruction, sorted into one that varies and a constant that is a number. */
function withNumber([a, b]: readonly LaneNode[]): readonly [LaneNode, LaneNode] | undefined {
  if (a === undefined || b === undefined) return undefined;
  const [x, bound] = constantOf(a) === undefined ? [a, b] : [b, a];
  return Number.isNaN(constantOf(bound) ?? Number.NaN) ? undefined : [x, bound];
}

// With a bound that is a number, the pseudo forms do in one instruction what needs several for NaN on both sides: they
// keep a NaN of x. Of two zeros they keep x, which is right but for one sign of a bound that is zero.

const minimum: Rule = (graph, inputs) => {
  const [x, bound] = withNumber(inputs) ?? [];
  if (x === undefined || bound === undefined || Object.is(bound.value, -0)) return undefined;
  return graph.make("pseudoMinimum", [x, bound], "float");
};

const maximum: Rule = (graph, inputs) => {
  const [x, bound] = withNumber(inputs) ?? [];
  if (x === undefined || bound === undefined) return undefined;
  const result = graph.make("pseudoMaximum", [x, bound], "float");
  // -0 + 0 is 0, as max(-0, 0) must be.
  return Object.is(bound.value, 0) ? graph.make("add", [result, bound], "float") : result;
};

const select: Rule = (graph, [condition, whenTrue, whenFalse], { instruction, kind }) => {
  if (condition === undefined || whenTrue === undefined || whenFalse === undefined) return undefined;
  if (whenTrue === whenFalse) return whenTrue;
  const [left, right] = condition.inputs;
  if (condition.instruction === "not" && left !== undefined) {
    return graph.make(instruction, [left, whenFalse, whenTrue], kind);
  }
  if (condition.instruction === "less" && left !== undefined && right !== undefined) {
    if (left === whenTrue && right === whenFalse) return graph.make("pseudoMinimum", [right, left], kind);
    if (left === whenFalse && right === whenTrue) return graph.make("pseudoMaximum", [left, right], kind);
  }
  if (isZeroBits(whenFalse)) return graph.make("keepWhere", [condition, whenTrue], kind);
  return isZeroBits(whenTrue) ? graph.make("dropWhere", [condition, whenFalse], kind) : undefined;
};

const isZeroBits = (node: LaneNode): boolean => isConstant(node) && Object.is(node.value, 0);

const intAdd: Rule = (_graph, [a, b]) => {
  if (b !== undefined && isZeroBits(b)) return a;
  return a !== undefined && isZeroBits(a) ? b : undefined;
};

const shift: Rule = (_graph, [a], { value }) => ((value & 31) === 0 ? a : undefined);

const intMultiply: Rule = (graph, [a, b]) => {
  if (a === undefined || b === undefined) return undefined;
  const [x, factor] = isConstant(a) ? [b, a] : [a, b];
  const exponent = Math.log2(factor.value);
  if (!isConstant(factor) || !Number.isInteger(exponent)) return undefined;
  return graph.make("shiftLeft", [x], "int", exponent);
};

const rules: Partial<Readonly<Record<LaneInstruction, Rule>>> = {
  add,
  subtract,
  multiply,
  divide,
  negate,
  minimum,
  maximum,
  select,
  intSelect: select,
  intAdd,
  intMultiply,
  shiftLeft: shift,
  shiftRight: shift,
  shiftRightUnsigned: shift,
};

function simplify(graph: LaneGraph, draft: Draft, { fused }: LaneOptions): LaneNode | undefined {
  const { instruction, inputs } = draft;
  if (instruction === "multiplyAdd" && !fused) {
    const [a, b, c] = inputs;
    if (a === undefined || b === undefined || c === undefined) return undefined;
    return graph.make("add", [graph.make("multiply", [a, b], "float"), c], "float");
  }
  return rules[instruction]?.(graph, inputs, draft);
}

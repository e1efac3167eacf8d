// Scalar formulas as functions of JavaScript numbers: the meaning of every scalar instruction, in float64 or float32.
import { GraphError, type Instruction, instructions, type ScalarNode } from "../../tensor/index.ts";
import { type Arithmetic, isArithmetic, meaningOf } from "./arithmetic.ts";
import { fusedMultiplyAdd } from "./fusedMultiplyAdd.ts";
import { scalarNodes } from "./scalarNodes.ts";

/**
 * How floats are computed. `float64` is the reference; `float32` rounds after every instruction, `multiplyAdd` twice;
 * `fusedFloat32` differs from it in `multiplyAdd` alone, which rounds once.
 */
export type ScalarPrecision = "float64" | "float32" | "fusedFloat32";

/** A compiled formula. Booleans are taken and given as 0 and 1; `coordinates` has one number per axis of the result. */
export type ScalarFunction = (operands: readonly number[], index?: number, coordinates?: readonly number[]) => number;

/** What a formula is computed for. */
interface Element {
  operands: readonly number[];
  index: number;
  coordinates: readonly number[];
}

/**
 * One instruction and the registers that it reads and writes. Storing rounds: floats to the precision of their array,
 * integers (and booleans, as 0 and 1) to 32 bits.
 */
interface Site {
  readonly float: Float64Array | Float32Array;
  readonly int: Int32Array;
  /** The bits of the float registers, in float32. */
  readonly bits: Int32Array;
  readonly element: Element;
  readonly precision: ScalarPrecision;
  readonly node: ScalarNode;
  readonly out: number;
  readonly a: number;
  readonly b: number;
  readonly c: number;
}

type Step = () => void;
type StepMaker = (site: Site) => Step | undefined;

const multiplyAdd: Readonly<Record<ScalarPrecision, (a: number, b: number, c: number) => number>> = {
  float64: (a, b, c) => a * b + c,
  float32: (a, b, c) => Math.fround(a * b) + c,
  fusedFloat32: fusedMultiplyAdd,
};

/** A step that makes a number of one or two. */
function arithmeticStep(instruction: Arithmetic, { float, int, node, out, a, b }: Site): Step {
  const meaning = meaningOf(instruction);
  const { operands, result } = instructions[instruction];
  const from = operands[0] === "float" ? float : int;
  const to = result === "float" ? float : int;
  if (operands.length === 1) {
    return () => {
      to[out] = meaning(from[a] ?? 0, node.value);
    };
  }
  return () => {
    to[out] = meaning(from[a] ?? 0, from[b] ?? 0);
  };
}

/** Steps that read something else, or several kinds of numbers. */
const steps: Readonly<Record<Exclude<Instruction, Arithmetic>, StepMaker>> = {
  constant: ({ float, node, out }) => {
    float[out] = node.value;
    return undefined;
  },
  intConstant: ({ int, node, out }) => {
    int[out] = node.value;
    return undefined;
  },
  operand: ({ float, int, element, node, out }) => {
    const target = node.kind === "float" ? float : int;
    return () => {
      target[out] = element.operands[node.value] ?? Number.NaN;
    };
  },
  index: ({ int, element, out }) => {
    return () => {
      int[out] = element.index;
    };
  },
  coordinate: ({ int, element, node, out }) => {
    return () => {
      int[out] = element.coordinates[node.value] ?? 0;
    };
  },
  multiplyAdd: ({ float, precision, out, a, b, c }) => {
    const meaning = multiplyAdd[precision];
    return () => {
      float[out] = meaning(float[a] ?? 0, float[b] ?? 0, float[c] ?? 0);
    };
  },
  select: ({ float, int, out, a, b, c }) => {
    return () => {
      float[out] = float[int[a] === 0 ? c : b] ?? 0;
    };
  },
  intSelect: ({ int, out, a, b, c }) => {
    return () => {
      int[out] = int[int[a] === 0 ? c : b] ?? 0;
    };
  },
  floatToBits: ({ float, int, bits, out, a }) => {
    if (float instanceof Float64Array) {
      throw new GraphError("a formula that takes floats apart into bits has no meaning in float64", {
        expected: "precision float32",
        fix: "Give the operation a reference in float64 of its own",
      });
    }
    return () => {
      int[out] = bits[a] ?? 0;
    };
  },
  bitsToFloat: ({ float, int, out, a }) => {
    const word = new Int32Array(1);
    const value = new Float32Array(word.buffer);
    return () => {
      word[0] = int[a] ?? 0;
      float[out] = value[0] ?? 0;
    };
  },
};

/**
 * Compiles a formula for numbers: each node is computed once per call, also where it is used several times.
 *
 * @returns the function. It keeps its registers between calls, so it must not call itself.
 * @throws {GraphError} in float64, for a formula that uses the bits of floats.
 */
export function compileScalar(root: ScalarNode, precision: ScalarPrecision): ScalarFunction {
  const nodes = scalarNodes(root);
  const register = new Map(nodes.map((node, position) => [node, position]));
  const float = precision === "float64" ? new Float64Array(nodes.length) : new Float32Array(nodes.length);
  const int = new Int32Array(nodes.length);
  const bits = new Int32Array(float.buffer);
  const element: Element = { operands: [], index: 0, coordinates: [] };
  const program = nodes.flatMap((node, out) => {
    const [a = 0, b = 0, c = 0] = node.inputs.map((input) => register.get(input));
    const site = { float, int, bits, element, precision, node, out, a, b, c };
    const { instruction } = node;
    return (isArithmetic(instruction) ? arithmeticStep(instruction, site) : steps[instruction](site)) ?? [];
  });
  const result = root.kind === "float" ? float : int;
  const last = nodes.length - 1;
  return (operands, index = 0, coordinates = []) => {
    element.operands = operands;
    element.index = index;
    element.coordinates = coordinates;
    for (const step of program) step();
    return result[last] ?? 0;
  };
}

// Scalar formulas as functions of JavaScript numbers: the meaning of every scalar instruction, in float64 or float32.
import { GraphError, type Instruction, type ScalarNode } from "../../tensor/index.ts";
import { fusedMultiplyAdd } from "./fusedMultiplyAdd.ts";
import { roundHalfToEven } from "./referenceFunctions.ts";

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

/** A float of one float, and of two. */
const ofFloat =
  (meaning: (a: number) => number): StepMaker =>
  ({ float, out, a }) =>
  () => {
    float[out] = meaning(float[a] ?? 0);
  };
const ofFloats =
  (meaning: (a: number, b: number) => number): StepMaker =>
  ({ float, out, a, b }) =>
  () => {
    float[out] = meaning(float[a] ?? 0, float[b] ?? 0);
  };

/** A bool of two floats. */
const comparison =
  (meaning: (a: number, b: number) => boolean): StepMaker =>
  ({ float, int, out, a, b }) =>
  () => {
    int[out] = Number(meaning(float[a] ?? 0, float[b] ?? 0));
  };

/** An integer or a bool of two of them, or of one and the value of the node. */
const ofIntegers =
  (meaning: (a: number, b: number, value: number) => number): StepMaker =>
  ({ int, node, out, a, b }) =>
  () => {
    int[out] = meaning(int[a] ?? 0, int[b] ?? 0, node.value);
  };

const multiplyAdd: Readonly<Record<ScalarPrecision, (a: number, b: number, c: number) => number>> = {
  float64: (a, b, c) => a * b + c,
  float32: (a, b, c) => Math.fround(a * b) + c,
  fusedFloat32: fusedMultiplyAdd,
};

const steps: Readonly<Record<Instruction, StepMaker>> = {
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
  add: ofFloats((a, b) => a + b),
  subtract: ofFloats((a, b) => a - b),
  multiply: ofFloats((a, b) => a * b),
  divide: ofFloats((a, b) => a / b),
  multiplyAdd: ({ float, precision, out, a, b, c }) => {
    const meaning = multiplyAdd[precision];
    return () => {
      float[out] = meaning(float[a] ?? 0, float[b] ?? 0, float[c] ?? 0);
    };
  },
  minimum: ofFloats(Math.min),
  maximum: ofFloats(Math.max),
  negate: ofFloat((a) => -a),
  absolute: ofFloat(Math.abs),
  squareRoot: ofFloat(Math.sqrt),
  floor: ofFloat(Math.floor),
  round: ofFloat(roundHalfToEven),
  less: comparison((a, b) => a < b),
  lessOrEqual: comparison((a, b) => a <= b),
  equal: comparison((a, b) => a === b),
  and: ofIntegers((a, b) => a & b),
  or: ofIntegers((a, b) => a | b),
  not: ofIntegers((a) => 1 - a),
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
  intAdd: ofIntegers((a, b) => a + b),
  intSubtract: ofIntegers((a, b) => a - b),
  intMultiply: ofIntegers(Math.imul),
  intAnd: ofIntegers((a, b) => a & b),
  intOr: ofIntegers((a, b) => a | b),
  intXor: ofIntegers((a, b) => a ^ b),
  shiftLeft: ofIntegers((a, _b, value) => a << value),
  shiftRight: ofIntegers((a, _b, value) => a >> value),
  shiftRightUnsigned: ofIntegers((a, _b, value) => a >>> value),
  intEqual: ofIntegers((a, b) => Number(a === b)),
  intLess: ofIntegers((a, b) => Number(a < b)),
  intToFloat: ({ float, int, out, a }) => {
    return () => {
      float[out] = int[a] ?? 0;
    };
  },
  floatToInt: ({ float, int, out, a }) => {
    return () => {
      int[out] = Math.min(Math.max(float[a] ?? 0, -(2 ** 31)), 2 ** 31 - 1);
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

/** The nodes that `root` needs, each once and after its inputs. */
export function scalarNodes(root: ScalarNode): ScalarNode[] {
  const order = new Set<ScalarNode>();
  const visit = (node: ScalarNode): void => {
    if (order.has(node)) return;
    for (const input of node.inputs) visit(input);
    order.add(node);
  };
  visit(root);
  return [...order];
}

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
    return steps[node.instruction]({ float, int, bits, element, precision, node, out, a, b, c }) ?? [];
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

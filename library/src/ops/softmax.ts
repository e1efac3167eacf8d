// softmax: numbers as probabilities that sum to 1 along an axis.
import { NdArray, normalizeAxis, type Tensor } from "../tensor/index.ts";
import { defineOp, type Op, withArguments } from "./defineOp.ts";
import { divide } from "./divide.ts";
import { exp } from "./exp.ts";
import { type AxisAttributes, type AxisOptions, axisInfer, axisSamples, mapLines } from "./lines.ts";
import { logSoftmax } from "./logSoftmax.ts";
import { max } from "./max.ts";
import { multiply } from "./multiply.ts";
import { operandAt } from "./operandAt.ts";
import { subtract } from "./subtract.ts";
import { sum } from "./sum.ts";

const raw = defineOp({
  name: "softmax",
  operands: ["x"],
  notation: "softmax({x})",
  infer: axisInfer("softmax"),
  reference: (inputs, { shape }, { axis }: AxisAttributes) =>
    new NdArray(mapLines(operandAt(inputs, 0), axis, softmaxOfLine), shape),
  decompose: (inputs, { axis }) => {
    const x = operandAt(inputs, 0);
    const shares = exp(subtract(x, max(x, { axes: axis, keepDims: true })));
    return divide(shares, sum(shares, { axes: axis, keepDims: true }));
  },
  vjp: {
    // s (g - Σ g s)
    x: (g, _, { output, attributes: { axis } }) =>
      multiply(output, subtract(g, sum(multiply(g, output), { axes: axis, keepDims: true }))),
  },
  logarithm: (node) => logSoftmax(node.input(0), { axis: Number(node.attributes.axis) }),
  isProbability: () => true,
  normalizedAxis: (node) => Number(node.attributes.axis),
  samples: axisSamples,
});

/** The largest element is subtracted first, so that no exponential overflows. */
function softmaxOfLine(line: readonly number[]): number[] {
  const largest = Math.max(...line);
  const shares = line.map((x) => Math.exp(x - largest));
  const total = shares.reduce((sum, share) => sum + share, 0);
  return shares.map((share) => share / total);
}

/**
 * `exp(x) / Σ exp(x)` along an axis, computed without overflow: positive numbers that sum to 1.
 *
 * Its logarithm, wherever it is taken in a graph, is computed as {@link logSoftmax}.
 *
 * @example
 * ```ts
 * import { ops, run } from "chainrule";
 * const { p } = await run({ p: ops.softmax(ops.constant([1000, 1000])) });
 * console.log(p.toNested()); // [0.5, 0.5]
 * ```
 */
export const softmax: Op<(x: Tensor, options?: AxisOptions) => Tensor> = withArguments(
  raw,
  (x: Tensor, { axis = -1 }: AxisOptions = {}) => raw(x, { axis: normalizeAxis(axis, x.rank) }),
);

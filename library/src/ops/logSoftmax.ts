// logSoftmax: the logarithm of softmax, computed without taking the logarithm of a small number.
import { NdArray, normalizeAxis, type Tensor } from "../tensor/index.ts";
import { defineOp, type Op, withArguments } from "./defineOp.ts";
import { exp } from "./exp.ts";
import { type AxisAttributes, type AxisOptions, axisInfer, axisSamples, mapLines } from "./lines.ts";
import { literalLog } from "./log.ts";
import { max } from "./max.ts";
import { multiply } from "./multiply.ts";
import { operandAt } from "./operandAt.ts";
import { subtract } from "./subtract.ts";
import { sum } from "./sum.ts";

const raw = defineOp({
  name: "logSoftmax",
  operands: ["x"],
  notation: "log softmax({x})",
  infer: axisInfer("logSoftmax"),
  reference: (inputs, { shape }, { axis }: AxisAttributes) =>
    new NdArray(mapLines(operandAt(inputs, 0), axis, logSoftmaxOfLine), shape),
  decompose: (inputs, { axis }) => {
    const x = operandAt(inputs, 0);
    const shifted = subtract(x, max(x, { axes: axis, keepDims: true }));
    return subtract(shifted, literalLog(sum(exp(shifted), { axes: axis, keepDims: true })));
  },
  vjp: {
    // g - softmax(x) Σ g
    x: (g, _, { output, attributes: { axis } }) =>
      subtract(g, multiply(exp(output), sum(g, { axes: axis, keepDims: true }))),
  },
  samples: axisSamples,
});

function logSoftmaxOfLine(line: readonly number[]): number[] {
  const largest = Math.max(...line);
  const total = line.reduce((sum, x) => sum + Math.exp(x - largest), 0);
  return line.map((x) => x - largest - Math.log(total));
}

/** `x - log Σ exp(x)` along an axis: the logarithm of {@link softmax}, accurate where that is near 0. */
export const logSoftmax: Op<(x: Tensor, options?: AxisOptions) => Tensor> = withArguments(
  raw,
  (x: Tensor, { axis = -1 }: AxisOptions = {}) => raw(x, { axis: normalizeAxis(axis, x.rank) }),
);

// logSumExp: the logarithm of a sum of exponentials.
import { NdArray, type Random, type Sample, type Tensor } from "../tensor/index.ts";
import { abs } from "./abs.ts";
import { add } from "./add.ts";
import { defineOp, type Op, withArguments } from "./defineOp.ts";
import { exp } from "./exp.ts";
import { less } from "./less.ts";
import { literalLog } from "./log.ts";
import { max } from "./max.ts";
import { multiply } from "./multiply.ts";
import { operandAt } from "./operandAt.ts";
import {
  keep,
  type ReductionAttributes,
  type ReductionOptions,
  reducedShape,
  reducesNothing,
  reductionAttributes,
  reductionInfer,
  reductionSamples,
} from "./reduction.ts";
import { forEachReduced, reductionReference } from "./reductionReference.ts";
import { reshape } from "./reshape.ts";
import { floatArray } from "./samples.ts";
import { select } from "./select.ts";
import { subtract } from "./subtract.ts";
import { sum } from "./sum.ts";

const raw = defineOp({
  name: "logSumExp",
  operands: ["x"],
  notation: "log Σ exp {x}",
  infer: reductionInfer("logSumExp"),
  reference: (inputs, output, attributes: ReductionAttributes) => {
    const x = operandAt(inputs, 0);
    const largest = reductionReference("maximum")(inputs, output, attributes).data;
    const shift = Float64Array.from(largest, (value) => (Number.isFinite(value) ? value : 0));
    const total = new Float64Array(shift.length);
    forEachReduced(x.shape, attributes.axes, (index, place) => {
      total[place] = (total[place] ?? 0) + Math.exp((x.data[index] ?? Number.NaN) - (shift[place] ?? 0));
    });
    return new NdArray(
      total.map((value, place) => Math.log(value) + (shift[place] ?? 0)),
      output.shape,
    );
  },
  decompose: (inputs, attributes) => {
    const [x, axes] = [operandAt(inputs, 0), attributes.axes];
    const largest = max(x, { axes, keepDims: true });
    // An infinity is not subtracted from itself, which would be NaN: log Σ exp(-Infinity) is -Infinity.
    const shift = select(less(abs(largest), Number.POSITIVE_INFINITY), largest, 0);
    const result = add(literalLog(sum(exp(subtract(x, shift)), { axes, keepDims: true })), shift);
    return reshape(result, reducedShape(x.shape, attributes));
  },
  vjp: {
    // g softmax(x)
    x: (g, { x }, { output, attributes: { axes } }) =>
      multiply(keep(g, x, axes), exp(subtract(x, keep(output, x, axes)))),
  },
  simplify: reducesNothing,
  samples,
});

/**
 * `log Σ exp(x)` over axes, computed without overflow: a smooth maximum. `-Infinity` where there is nothing to sum.
 */
export const logSumExp: Op<(x: Tensor, options?: ReductionOptions) => Tensor> = withArguments(
  raw,
  (x: Tensor, options: ReductionOptions = {}) => raw(x, reductionAttributes(x, options)),
);

function samples(random: Random): readonly Sample[] {
  const [infinity, nothing] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  const extreme = floatArray(
    [1000, -1000, 0, nothing, nothing, nothing, 0, infinity, nothing, 5, Number.NaN, 1],
    [4, 3],
  );
  return [
    ...reductionSamples(random),
    { title: "far apart", inputs: [extreme], attributes: { axes: [1], keepDims: false }, differentiable: false },
  ];
}

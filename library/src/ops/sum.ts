// sum: the sum over axes.
import type { Tensor } from "../tensor/index.ts";
import { defineOp, type Op, withArguments } from "./defineOp.ts";
import { logarithmOf } from "./logarithmOf.ts";
import { logSumExp } from "./logSumExp.ts";
import {
  type ReductionOptions,
  reducesNothing,
  reductionAttributes,
  reductionInfer,
  reductionSamples,
  spread,
} from "./reduction.ts";
import { reducedAxes } from "./reductionReference.ts";

const raw = defineOp({
  name: "sum",
  operands: ["x"],
  notation: "Σ {x}",
  infer: reductionInfer("sum"),
  reducer: "sum",
  vjp: { x: (g, { x }, { attributes: { axes } }) => spread(g, x, axes) },
  simplify: reducesNothing,
  // log(Σ p) = logSumExp(log p)
  logarithm: (node) => {
    const terms = logarithmOf(node.input(0));
    const axes = reducedAxes(node.attributes.axes);
    return terms && logSumExp(terms, { axes, keepDims: node.attributes.keepDims === true });
  },
  samples: reductionSamples,
});

/**
 * The sum over axes; 0 where there is nothing to sum.
 *
 * @example
 * ```ts
 * import { ops, run } from "chainrule";
 * const { y } = await run({ y: ops.sum(ops.constant([[1, 2], [3, 4]]), { axes: 0 }) });
 * console.log(y.toNested()); // [4, 6]
 * ```
 */
export const sum: Op<(x: Tensor, options?: ReductionOptions) => Tensor> = withArguments(
  raw,
  (x: Tensor, options: ReductionOptions = {}) => raw(x, reductionAttributes(x, options)),
);

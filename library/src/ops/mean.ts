// mean: the mean over axes.
import { sizeOf, type Tensor } from "../tensor/index.ts";
import { defineOp, type Op, withArguments } from "./defineOp.ts";
import { divide } from "./divide.ts";
import {
  type ReductionOptions,
  reducesNothing,
  reductionAttributes,
  reductionInfer,
  reductionSamples,
  spread,
} from "./reduction.ts";

const raw = defineOp({
  name: "mean",
  operands: ["x"],
  notation: "mean {x}",
  infer: reductionInfer("mean"),
  reducer: "mean",
  vjp: {
    x: (g, { x }, { attributes: { axes } }) => {
      const count = sizeOf(axes.map((axis) => x.shape[axis] ?? 1));
      return spread(divide(g, count), x, axes);
    },
  },
  simplify: reducesNothing,
  samples: reductionSamples,
});

/** The arithmetic mean over axes; NaN where there is nothing to average. */
export const mean: Op<(x: Tensor, options?: ReductionOptions) => Tensor> = withArguments(
  raw,
  (x: Tensor, options: ReductionOptions = {}) => raw(x, reductionAttributes(x, options)),
);

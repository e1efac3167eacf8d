// min: the smallest element over axes.
import type { Random, Sample, Tensor } from "../tensor/index.ts";
import { defineOp, type Op, withArguments } from "./defineOp.ts";
import {
  type ReductionOptions,
  reducesNothing,
  reductionAttributes,
  reductionInfer,
  reductionSamples,
} from "./reduction.ts";
import { floatArray } from "./samples.ts";
import { shareAmongTies } from "./shareAmongTies.ts";

const raw = defineOp({
  name: "min",
  operands: ["x"],
  notation: "min {x}",
  infer: reductionInfer("min"),
  reducer: "minimum",
  vjp: { x: (g, { x }, { output, attributes: { axes } }) => shareAmongTies(g, x, output, axes) },
  simplify: reducesNothing,
  samples,
});

function samples(random: Random): readonly Sample[] {
  const ties = floatArray([1, 3, 3, 2, Number.NaN, 5, -1, -1, -1], [3, 3]);
  return [
    ...reductionSamples(random),
    { title: "ties and NaN", inputs: [ties], attributes: { axes: [1], keepDims: false }, differentiable: false },
  ];
}

/**
 * The smallest element over axes: `Infinity` where there is none, NaN where one of them is NaN. Elements that are equally
 * small share the gradient in equal parts.
 */
export const min: Op<(x: Tensor, options?: ReductionOptions) => Tensor> = withArguments(
  raw,
  (x: Tensor, options: ReductionOptions = {}) => raw(x, reductionAttributes(x, options)),
);

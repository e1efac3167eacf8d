// leakyRelu: x above 0, a small multiple of it below.
import type { Tensor } from "../tensor/index.ts";
import { defineOp, type Op, type TensorLike, toTensor, withArguments } from "./defineOp.ts";
import { less } from "./less.ts";
import { multiply } from "./multiply.ts";
import { kinkedSamples } from "./samples.ts";
import { select } from "./select.ts";

type LeakyReluAttributes = { readonly negativeSlope: number };

const raw = defineOp({
  name: "leakyRelu",
  operands: ["x"],
  notation: "leakyRelu({x})",
  scalar: ([x], { negativeSlope }: LeakyReluAttributes) => x.less(0).select(x.times(negativeSlope), x),
  vjp: { x: (g, { x }, { attributes }) => select(less(x, 0), multiply(g, attributes.negativeSlope), g) },
  samples: (random) =>
    kinkedSamples(random).map((sample) => ({ ...sample, attributes: { negativeSlope: Math.fround(0.2) } })),
});

/**
 * `x` where it is not negative, else `negativeSlope * x`. Its derivative at 0 is 1, as in Keras.
 *
 * @param negativeSlope 0.2 by default, as in Keras.
 */
export const leakyRelu: Op<(x: TensorLike, negativeSlope?: number) => Tensor> = withArguments(
  raw,
  (x: TensorLike, negativeSlope = 0.2) => raw(toTensor(x), { negativeSlope }),
);

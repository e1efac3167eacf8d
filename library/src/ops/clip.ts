// clip: x kept between two bounds.
import type { Tensor } from "../tensor/index.ts";
import { defineOp, type Op, type TensorLike, toTensor, withArguments } from "./defineOp.ts";
import { greater } from "./greater.ts";
import { less } from "./less.ts";
import { isProbability, logarithmOf, logarithmOfComplement, probabilityMargin } from "./logarithmOf.ts";
import { logicalOr } from "./logicalOr.ts";
import { kinkedSamples } from "./samples.ts";
import { select } from "./select.ts";

type ClipAttributes = { readonly minimum: number; readonly maximum: number };

const raw = defineOp({
  name: "clip",
  operands: ["x"],
  notation: "clip({x})",
  scalar: ([x], { minimum, maximum }: ClipAttributes) => x.maximum(minimum).minimum(maximum),
  vjp: {
    x: (g, { x }, { attributes: { minimum, maximum } }) =>
      select(logicalOr(less(x, minimum), greater(x, maximum)), 0, g),
  },
  logarithm: (node) => (barelyClips(node) ? logarithmOf(node.input(0)) : undefined),
  logarithmOfComplement: (node) => (barelyClips(node) ? logarithmOfComplement(node.input(0)) : undefined),
  isProbability: ({ attributes: { minimum, maximum } }) => Number(minimum) >= 0 && Number(maximum) <= 1,
  samples: (random) =>
    kinkedSamples(random).map((sample) => ({ ...sample, attributes: { minimum: -0.5, maximum: 1 } })),
});

/** Whether probabilities are clipped by a tiny margin, as losses do to avoid log(0). */
function barelyClips({ inputs: [x], attributes: { minimum, maximum } }: Tensor): boolean {
  const isTiny = Number(minimum) <= probabilityMargin && Number(maximum) >= 1 - probabilityMargin;
  return isTiny && x !== undefined && isProbability(x);
}

/** Options of {@link clip}. */
export interface ClipOptions {
  /** Default `-Infinity`: not bounded below. */
  readonly minimum?: number;
  /** Default `Infinity`: not bounded above. */
  readonly maximum?: number;
}

/**
 * `x` kept between `minimum` and `maximum`, element by element. The gradient is 0 where the value was changed, as in
 * Keras.
 */
export const clip: Op<(x: TensorLike, options: ClipOptions) => Tensor> = withArguments(
  raw,
  (x: TensorLike, { minimum = Number.NEGATIVE_INFINITY, maximum = Number.POSITIVE_INFINITY }: ClipOptions) =>
    raw(toTensor(x), { minimum, maximum }),
);

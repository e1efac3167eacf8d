// minimum: the smaller of a and b, broadcast.
import type { Tensor } from "../tensor/index.ts";
import { boundedProbability } from "./boundedProbability.ts";
import { type Binary, defineOp } from "./defineOp.ts";
import { equal } from "./equal.ts";
import { less } from "./less.ts";
import { logarithmOf, logarithmOfComplement, probabilityMargin } from "./logarithmOf.ts";
import { multiply } from "./multiply.ts";
import { comparisonSamples } from "./samples.ts";
import { select } from "./select.ts";

/**
 * The smaller of `a` and `b`, element by element, broadcast; NaN if either is NaN. Takes floats or int32. Where both
 * are equal, each gets half of the gradient.
 */
export const minimum: Binary = defineOp({
  name: "minimum",
  operands: ["a", "b"],
  notation: "min({a}, {b})",
  scalar: ([a, b]) => a.minimum(b),
  integer: ([a, b]) => a.less(b).selectInt(a, b),
  vjp: {
    a: (g, { a, b }) => multiply(g, share(a, b)),
    b: (g, { a, b }) => multiply(g, share(b, a)),
  },
  logarithm: (node) => askProbability(node, logarithmOf),
  logarithmOfComplement: (node) => askProbability(node, logarithmOfComplement),
  isProbability: (node) => harmlesslyBounded(node) !== undefined,
  samples: comparisonSamples,
});

/** 1 where `own` is chosen, 1/2 at ties, else 0. */
const share = (own: Tensor, other: Tensor) => select(less(own, other), 1, select(equal(own, other), 0.5, 0));

const harmlesslyBounded = (node: Tensor) => boundedProbability(node, (bound) => bound >= 1 - probabilityMargin);

function askProbability(node: Tensor, ask: (p: Tensor) => Tensor | undefined): Tensor | undefined {
  const p = harmlesslyBounded(node);
  return p && ask(p);
}

// subtract: a - b, broadcast.
import type { Tensor } from "../tensor/index.ts";
import { add } from "./add.ts";
import { broadcastLike } from "./broadcastTo.ts";
import { constantValue } from "./constant.ts";
import { type Binary, defineOp } from "./defineOp.ts";
import { isProbability, logarithmOf, logarithmOfComplement } from "./logarithmOf.ts";
import { negate, negatedBy } from "./negate.ts";
import { binarySamples } from "./samples.ts";

/** `a - b` element by element, broadcast. Takes floats or int32, which wraps at 32 bits. */
export const subtract: Binary = defineOp({
  name: "subtract",
  operands: ["a", "b"],
  notation: { text: "{a} - {b}", precedence: 1 },
  scalar: ([a, b]) => a.minus(b),
  integer: ([a, b]) => a.minus(b),
  vjp: { a: (g) => g, b: (g) => negate(g) },
  // a - 0 = a; 0 - b = -b, up to the sign of zero; a - (-b) = a + b.
  simplify: (node) => {
    const [a, b] = [node.input(0), node.input(1)];
    if (constantValue(b) === 0) return broadcastLike(a, node);
    if (constantValue(a) === 0) return broadcastLike(negate(b), node);
    const minusB = negatedBy(b);
    return minusB === undefined ? undefined : add(a, minusB);
  },
  logarithm: (node) => complementOf(node, logarithmOfComplement),
  logarithmOfComplement: (node) => complementOf(node, logarithmOf),
  isProbability: (node) => constantValue(node.input(0)) === 1 && isProbability(node.input(1)),
  samples: binarySamples,
});

/** For 1 - p: what is known of p, in the shape of 1 - p. */
function complementOf(node: Tensor, ask: (p: Tensor) => Tensor | undefined): Tensor | undefined {
  if (constantValue(node.input(0)) !== 1) return undefined;
  const known = ask(node.input(1));
  return known && broadcastLike(known, node);
}

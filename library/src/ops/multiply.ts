// multiply: a · b element by element, broadcast.
import { add } from "./add.ts";
import { broadcastLike } from "./broadcastTo.ts";
import { constantValue } from "./constant.ts";
import { type Binary, defineOp } from "./defineOp.ts";
import { isProbability, logarithmOf } from "./logarithmOf.ts";
import { negate, negatedBy } from "./negate.ts";
import { binarySamples } from "./samples.ts";

/** `a * b` element by element, broadcast. Takes floats or int32, which wraps at 32 bits. */
export const multiply: Binary = defineOp({
  name: "multiply",
  operands: ["a", "b"],
  notation: { text: "{a} ⊙ {b}", precedence: 2 },
  scalar: ([a, b]) => a.times(b),
  integer: ([a, b]) => a.times(b),
  vjp: { a: (g, { b }) => multiply(g, b), b: (g, { a }) => multiply(g, a) },
  // a · 1 = a; a · (-1) = -a; (-a) · (-b) = a · b. Not a · 0 = 0, which NaN and infinities contradict.
  simplify: (node) => {
    const [a, b] = [node.input(0), node.input(1)];
    const [valueA, valueB] = [constantValue(a), constantValue(b)];
    if (valueB === 1) return broadcastLike(a, node);
    if (valueA === 1) return broadcastLike(b, node);
    if (valueB === -1) return broadcastLike(negate(a), node);
    if (valueA === -1) return broadcastLike(negate(b), node);
    const [minusA, minusB] = [negatedBy(a), negatedBy(b)];
    return minusA && minusB && multiply(minusA, minusB);
  },
  logarithm: (node) => {
    const [a, b] = [logarithmOf(node.input(0)), logarithmOf(node.input(1))];
    return a && b && add(a, b);
  },
  isProbability: (node) => isProbability(node.input(0)) && isProbability(node.input(1)),
  samples: binarySamples,
});

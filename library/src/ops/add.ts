// add: a + b, broadcast.
import { broadcastLike } from "./broadcastTo.ts";
import { constantValue } from "./constant.ts";
import { type Binary, defineOp } from "./defineOp.ts";
import { negatedBy } from "./negate.ts";
import { paddedTogether } from "./paddedTogether.ts";
import { binarySamples } from "./samples.ts";
import { subtract } from "./subtract.ts";

/** `a + b` element by element, broadcast. Takes floats or int32, which wraps at 32 bits. */
export const add: Binary = defineOp({
  name: "add",
  operands: ["a", "b"],
  notation: { text: "{a} + {b}", precedence: 1 },
  scalar: ([a, b]) => a.plus(b),
  integer: ([a, b]) => a.plus(b),
  vjp: { a: (g) => g, b: (g) => g },
  // a + 0 = a, up to the sign of zero; a + (-b) = a - b; parts of one value, padded each, are that value padded.
  simplify: (node) => {
    const [a, b] = [node.input(0), node.input(1)];
    if (constantValue(b) === 0) return broadcastLike(a, node);
    if (constantValue(a) === 0) return broadcastLike(b, node);
    const [minusA, minusB] = [negatedBy(a), negatedBy(b)];
    if (minusB !== undefined) return subtract(a, minusB);
    return minusA === undefined ? paddedTogether(a, b) : subtract(b, minusA);
  },
  samples: binarySamples,
});

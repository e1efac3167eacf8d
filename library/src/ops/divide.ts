// divide: a / b, broadcast.
import type { Tensor } from "../tensor/index.ts";
import { broadcastLike } from "./broadcastTo.ts";
import { constantValue } from "./constant.ts";
import { type Binary, defineOp } from "./defineOp.ts";
import { isProbability, logarithmOf, normalizedAxis } from "./logarithmOf.ts";
import { multiply } from "./multiply.ts";
import { negate, negatedBy } from "./negate.ts";
import { reducedAxes } from "./reductionReference.ts";
import { binarySamples } from "./samples.ts";
import { subtract } from "./subtract.ts";

/** `a / b` element by element, broadcast. */
export const divide: Binary = defineOp({
  name: "divide",
  operands: ["a", "b"],
  notation: { text: "{a} / {b}", precedence: 2 },
  scalar: ([a, b]) => a.dividedBy(b),
  vjp: {
    a: (g, { b }) => divide(g, b),
    b: (g, { b }, { output }) => negate(divide(multiply(g, output), b)),
  },
  // a / 1 = a; a / (-1) = -a; (-a) / (-b) = a / b; probabilities divided by their sum are themselves.
  simplify: (node) => {
    const [a, b] = [node.input(0), node.input(1)];
    if (constantValue(b) === 1) return broadcastLike(a, node);
    if (constantValue(b) === -1) return broadcastLike(negate(a), node);
    const axis = summedAxis(node);
    if (axis !== undefined && axis === normalizedAxis(a)) return a;
    const [minusA, minusB] = [negatedBy(a), negatedBy(b)];
    return minusA && minusB && divide(minusA, minusB);
  },
  logarithm: (node) => {
    const [a, b] = [logarithmOf(node.input(0)), logarithmOf(node.input(1))];
    return a && b && subtract(a, b);
  },
  isProbability: (node) => isShare(node),
  normalizedAxis: (node) => (isShare(node) ? summedAxis(node) : undefined),
  samples: (random) => binarySamples(random, [-2, 2], [0.5, 2]),
});

/** For p / sum(p, axis, keepDims): that axis. */
function summedAxis(node: Tensor): number | undefined {
  const [a, b] = [node.input(0), node.input(1)];
  const axes = reducedAxes(b.attributes.axes);
  const isSum = b.operation.reducer === "sum" && b.inputs[0] === a && b.rank === a.rank;
  return isSum && axes.length === 1 ? axes[0] : undefined;
}

/** Whether a node is non-negative numbers divided by their sum. A value whose logarithm is known is not negative. */
function isShare(node: Tensor): boolean {
  const a = node.input(0);
  return summedAxis(node) !== undefined && (isProbability(a) || logarithmOf(a) !== undefined);
}

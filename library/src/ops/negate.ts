// negate: -x.
import type { Tensor } from "../tensor/index.ts";
import { defineOp, type Unary } from "./defineOp.ts";
import { unarySamples } from "./samples.ts";
import { subtract } from "./subtract.ts";

/** `-x` element by element. Takes floats or int32. */
export const negate: Unary = defineOp({
  name: "negate",
  operands: ["x"],
  notation: { text: "-{x}", precedence: 3 },
  scalar: ([x]) => x.negate(),
  integer: ([x]) => x.times(-1),
  vjp: { x: (g) => negate(g) },
  // -(-x) = x; -(a - b) = b - a, up to the sign of zero.
  simplify: ({ inputs: [x] }) => {
    if (x?.operation === negate.operation) return x.input(0);
    return x?.operation === subtract.operation ? subtract(x.input(1), x.input(0)) : undefined;
  },
  samples: unarySamples,
});

/** For a node `-x`: that x; undefined for other nodes. */
export function negatedBy(node: Tensor): Tensor | undefined {
  return node.operation === negate.operation ? node.input(0) : undefined;
}

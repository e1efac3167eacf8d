// log: the natural logarithm of x.
import type { Float, Random, Tensor } from "../tensor/index.ts";
import { defineOp, type Unary } from "./defineOp.ts";
import { divide } from "./divide.ts";
import { logarithmOf } from "./logarithmOf.ts";
import { unarySamples } from "./samples.ts";
import { logarithm } from "./scalars/index.ts";

const definition = {
  name: "log",
  operands: ["x"],
  notation: "log({x})",
  scalar: ([x]: readonly [Float]) => logarithm(x),
  number: Math.log,
  vjp: { x: (g: Tensor, { x }: { readonly x: Tensor }) => divide(g, x) },
  samples: (random: Random) => unarySamples(random, [0.25, 4]),
} as const;

/**
 * The natural logarithm, element by element: `-Infinity` at 0, NaN below.
 *
 * Where the graph shows what `x` was computed from (a softmax, a sigmoid, one minus a sigmoid, also clipped, reshaped
 * or divided by their sum), plans compute the logarithm from that, without the loss of accuracy.
 */
export const log: Unary = defineOp({ ...definition, simplify: (node) => logarithmOf(node.input(0)) });

/**
 * `log` of what stands there and of nothing else: for the decompositions of operations as which `log` would recognise
 * its operand again.
 */
export const literalLog: Unary = defineOp({ ...definition, name: "literalLog" });

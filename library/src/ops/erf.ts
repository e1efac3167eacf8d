// erf: the error function.
import { defineOp, type Unary } from "./defineOp.ts";
import { exp } from "./exp.ts";
import { multiply } from "./multiply.ts";
import { negate } from "./negate.ts";
import { unarySamples } from "./samples.ts";
import { erf64, errorFunction } from "./scalars/index.ts";
import { square } from "./square.ts";

/** The error function `2/√π ∫₀ˣ exp(-t²) dt`, element by element. */
export const erf: Unary = defineOp({
  name: "erf",
  operands: ["x"],
  notation: "erf({x})",
  scalar: ([x]) => errorFunction(x),
  number: erf64,
  vjp: {
    // erf'(x) = 2/√π exp(-x²)
    x: (g, { x }) => multiply(g, multiply(2 / Math.sqrt(Math.PI), exp(negate(square(x))))),
  },
  samples: (random) => unarySamples(random, [-3, 3]),
});

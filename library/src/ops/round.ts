// round: the nearest whole number.
import { defineOp, type Unary } from "./defineOp.ts";
import { kinkedSamples } from "./samples.ts";

/** The nearest whole number, element by element; ties go to the even one, as in IEEE 754. Its derivative is 0. */
export const round: Unary = defineOp({
  name: "round",
  operands: ["x"],
  notation: "round({x})",
  scalar: ([x]) => x.round(),
  vjp: {},
  samples: kinkedSamples,
});

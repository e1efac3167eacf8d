// stopGradient: the value without its derivative.
import { stridesOf } from "../tensor/index.ts";
import { defineOp, type Unary } from "./defineOp.ts";
import { movedLogarithms } from "./logarithmOf.ts";
import { randomArray, unaryShapes } from "./samples.ts";

/** The value `x`, treated as a constant by derivatives. */
export const stopGradient: Unary = defineOp({
  name: "stopGradient",
  operands: ["x"],
  notation: "{x}",
  infer: ([x]) => ({ shape: x?.shape ?? [], dtype: x?.dtype ?? "float" }),
  view: ({ shape }) => ({ offset: 0, shape, strides: stridesOf(shape) }),
  vjp: {},
  ...movedLogarithms,
  samples: (random) =>
    unaryShapes.map(([title, shape]) => ({ title, inputs: [randomArray(random, shape)], differentiable: false })),
});

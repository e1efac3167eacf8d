// flatten: all numbers of a row along one axis.
import { reshape } from "../../ops/index.ts";
import { sizeOf } from "../../tensor/index.ts";
import { defineLayer } from "../layer.ts";

/** All numbers of a row along one axis, in row-major order: rows `[28, 28]` become `[784]`. */
export const flatten = defineLayer({
  name: "flatten",
  description: "All numbers of a row along one axis",
  rows: { gives: 1 },
  call: (_weights, x) => reshape(x, [x.shape[0] ?? 0, sizeOf(x.shape.slice(1))]),
});

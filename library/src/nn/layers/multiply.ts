// multiply: the product of several inputs.
import { multiply as multiplyTensors } from "../../ops/index.ts";
import { defineMergingLayer } from "../layer.ts";
import { broadcastRows } from "../rowBroadcast.ts";

/** The product of two or more inputs, element by element; rows are broadcast as in NumPy. */
export const multiply = defineMergingLayer({
  name: "multiply",
  description: "The product of several inputs",
  rows: { gives: "same", lastAxis: "same" },
  call: (_weights, inputs) => broadcastRows(inputs).reduce((product, input) => multiplyTensors(product, input)),
});

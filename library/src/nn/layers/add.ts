// add: the sum of several inputs.
import { add as addTensors } from "../../ops/index.ts";
import { defineMergingLayer } from "../layer.ts";
import { broadcastRows } from "../rowBroadcast.ts";

/** The sum of two or more inputs, element by element; rows are broadcast as in NumPy. */
export const add = defineMergingLayer({
  name: "add",
  description: "The sum of several inputs",
  rows: { gives: "same", lastAxis: "same" },
  call: (_weights, inputs) => broadcastRows(inputs).reduce((sum, input) => addTensors(sum, input)),
});

// concatenate: several inputs side by side.
import { concatenate as concatenateTensors } from "../../ops/index.ts";
import { formatShape, type Shape, ShapeError } from "../../tensor/index.ts";
import { optional, wholeNumber } from "../components/index.ts";
import { defineMergingLayer } from "../layer.ts";
import { rowAxes } from "../rowAxes.ts";
import { checkSeveral } from "../rowBroadcast.ts";

/** @throws {ShapeError} when rows differ in another axis than the one along which they are joined. */
function checkRows(rows: readonly Shape[], axis: number): void {
  const [first = []] = rows;
  rows.forEach((row, position) => {
    const fits = row.length === first.length && row.every((size, at) => at === axis - 1 || size === first[at]);
    if (fits) return;
    throw new ShapeError(
      `cannot join input 0 ${formatShape(first)} and input ${position} ${formatShape(row)} along axis ${axis}`,
      { expected: `rows of which only that axis differs (the axis of the rows is 0)` },
    );
  });
}

/** Two or more inputs one after another along an axis, which counts that of the rows as 0; by default the last. */
export const concatenate = defineMergingLayer({
  name: "concatenate",
  description: "Several inputs one after another along an axis",
  rows: { gives: "same" },
  config: {
    axis: optional(wholeNumber({ description: "Axis along which they are joined; that of the rows is 0" }), -1),
  },
  call: (_weights, inputs, { axis }) => {
    checkSeveral(inputs);
    const rows = inputs.map(({ shape }) => shape.slice(1));
    const [along = 1] = rowAxes(axis, rows[0] ?? []);
    checkRows(rows, along);
    return concatenateTensors(inputs, along);
  },
});

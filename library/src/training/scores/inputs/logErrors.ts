// squaredLogErrors: mean squared differences of log(1 + y).
import { type ArrayData, DataError } from "../../../tensor/index.ts";
import { meanOfOutputs, type Outputs } from "./outputs.ts";

function checkAboveMinusOne(data: ArrayData, columns: number, name: string): void {
  const index = data.findIndex((value: number) => value <= -1);
  if (index < 0) return;
  const column = columns === 1 ? "" : `, column ${index % columns}`;
  throw new DataError(`row ${Math.floor(index / columns)}${column}`, {
    where: name,
    got: String(data[index]),
    expected: "a number above -1, of which log(1 + y) is a number",
  });
}

/** @throws {DataError} naming the row of a number that is not above -1. */
export function squaredLogErrors(outputs: Outputs): Float64Array {
  checkAboveMinusOne(outputs.truth, outputs.columns, "yTrue");
  checkAboveMinusOne(outputs.predicted, outputs.columns, "yPredicted");
  return meanOfOutputs(outputs, (truth, predicted) => (Math.log1p(truth) - Math.log1p(predicted)) ** 2);
}

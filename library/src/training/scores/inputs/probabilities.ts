// Predicted probabilities: every one from 0 to 1, and rows of several classes that add up to 1.
import type { ArrayInput } from "../../../data/index.ts";
import { DataError } from "../../../tensor/index.ts";
import { type Columns, readColumns } from "./columns.ts";

/** How far the sum of a row's probabilities may be from 1: what rounding to single precision leaves. */
const tolerance = 1e-5;

/** @throws {DataError} naming the row of a number that is not in [0, 1]. */
export function checkProbabilities({ data, columns }: Columns, name: string): void {
  for (let index = 0; index < data.length; index += 1) {
    const value = data[index] ?? 0;
    if (value >= 0 && value <= 1) continue;
    const column = columns === 1 ? "" : `, column ${index % columns}`;
    throw new DataError(`row ${Math.floor(index / columns)}${column}`, {
      where: name,
      got: String(value),
      expected: "a probability from 0 to 1",
      fix: "Take the probabilities, not the logits: the last activation is sigmoid or softmax",
    });
  }
}

/** @throws {DataError} naming the first row of several columns that do not add up to 1. */
export function checkRowSums({ data, rows, columns }: Columns, name: string): void {
  for (let row = 0; row < rows; row += 1) {
    let total = 0;
    for (let column = 0; column < columns; column += 1) total += data[row * columns + column] ?? 0;
    if (Math.abs(total - 1) <= tolerance) continue;
    throw new DataError(`row ${row}`, {
      where: name,
      got: `numbers that add up to ${total}`,
      expected: "probabilities that add up to 1",
      fix: "Divide each row by its sum",
    });
  }
}

/**
 * Reads probabilities: one for each row, of the positive class, or one for each row and class.
 *
 * @throws {DataError} naming the row of a number that is no probability, or whose row does not add up to 1.
 */
export function readProbabilities(input: ArrayInput, name: string): Columns {
  const columns = readColumns(input, name);
  checkProbabilities(columns, name);
  if (columns.columns > 1) checkRowSums(columns, name);
  return columns;
}

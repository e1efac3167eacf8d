// rowBroadcast: rows of several inputs brought to shapes that can be combined element by element.
import { reshape } from "../ops/index.ts";
import { broadcastShapes, ConfigError, type Shape, type Tensor } from "../tensor/index.ts";

/** Names of inputs in messages: `input 0`. */
const nameOf = (_: unknown, position: number): string => `input ${position}`;

/** @throws {ConfigError} when a layer that combines several inputs has fewer than two. */
export function checkSeveral(inputs: readonly unknown[]): void {
  if (inputs.length >= 2) return;
  throw new ConfigError("this layer combines several inputs", {
    got: inputs.length === 1 ? "one" : "none",
    expected: "at least two",
  });
}

/**
 * Batches whose rows broadcast against each other: a row of fewer axes gets axes of size 1 in front, behind the axis of
 * the rows.
 *
 * @throws {ShapeError} when rows do not fit, with the shapes of two of them.
 */
export function broadcastRows(inputs: readonly Tensor[]): Tensor[] {
  checkSeveral(inputs);
  const rows: readonly Shape[] = inputs.map(({ shape }) => shape.slice(1));
  const { length } = broadcastShapes(rows, rows.map(nameOf));
  return inputs.map((input) => {
    const [batch = 0, ...row] = input.shape;
    const missing = new Array<number>(length - row.length).fill(1);
    return reshape(input, [batch, ...missing, ...row]);
  });
}

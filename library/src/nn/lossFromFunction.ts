// lossFromFunction: losses that are plain functions.
import { broadcastTo } from "../ops/index.ts";
import { ConfigError, formatShape, ShapeError, type Tensor } from "../tensor/index.ts";
import { type Loss, type LossFunction, sameAsOutput } from "./loss.ts";

/**
 * The loss that a plain function computes. Its targets have the shape of the output. It may give one number for each
 * row `[batch]`, one for each place of a row (their mean is taken), or one for the batch, which then counts for each
 * row alike.
 *
 * Such a loss cannot be saved; {@link defineLoss} makes one that can.
 */
export function lossFromFunction(call: LossFunction): Loss {
  const type = call.name === "" ? "function" : call.name;
  return Object.freeze({
    kind: "loss",
    type,
    config: {},
    fromLogits: false,
    logits: undefined,
    targets: sameAsOutput,
    call: (yTrue: Tensor, yPredicted: Tensor) => lossOfRows(call(yTrue, yPredicted), yPredicted, type),
    counted: () => undefined,
    toJSON: () => {
      throw new ConfigError("a loss that is a plain function cannot be saved", {
        where: "loss",
        got: type,
        fix: `Give it a name: defineLoss({ name: "${type}", description: "...", call: ${type} })`,
      });
    },
  });
}

/** The result of a user's function, checked. */
function lossOfRows(result: Tensor, yPredicted: Tensor, where: string): Tensor {
  const rows = yPredicted.shape[0] ?? 1;
  if (result.dtype === "float" && result.rank === 0) return broadcastTo(result, [rows]);
  if (result.dtype === "float" && result.shape[0] === rows) return result;
  throw new ShapeError("a loss gives one number for each row", {
    where,
    got: `${result.dtype} ${formatShape(result.shape)}`,
    expected: `float ${formatShape([rows])}`,
    fix: "Reduce the last axis only: ops.mean(..., { axes: -1 })",
  });
}

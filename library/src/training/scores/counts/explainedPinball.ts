// explainedPinball: how much smaller the pinball loss is than that of always predicting the quantile.
import { checkTwoRows, explainedShare, type Multioutput, meanOfOutputs, type Outputs } from "../inputs/outputs.ts";
import { pinballLoss } from "../inputs/pinball.ts";
import { weightedQuantile } from "./quantile.ts";

/** @throws {DataError} for a single row; {ConfigError} for an alpha outside of [0, 1]. */
export function explainedPinball(
  outputs: Outputs,
  alpha: number,
  multioutput: Multioutput | undefined,
): number | Float64Array {
  const loss = pinballLoss(alpha);
  checkTwoRows(outputs, "D²");
  const { truth, rows, columns, weights } = outputs;
  const quantiles = Float64Array.from({ length: columns }, (_, column) => {
    const values = Float64Array.from({ length: rows }, (_, row) => truth[row * columns + column] ?? 0);
    return weightedQuantile(values, (alpha * 100) / 100, weights);
  });
  const all = meanOfOutputs(outputs, (value, _, column) => loss(value, quantiles[column] ?? 0));
  return explainedShare(meanOfOutputs(outputs, loss), all, multioutput, true);
}

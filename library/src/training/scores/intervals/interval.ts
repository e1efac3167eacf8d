// Interval: from where to where, and how sure.
import { ConfigError } from "../../../tensor/index.ts";

/** From where to where. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** @throws {ConfigError} for a confidence outside of (0, 1). */
export function checkConfidence(confidence: number): void {
  if (confidence > 0 && confidence < 1) return;
  throw new ConfigError("confidence", {
    got: String(confidence),
    expected: "a share between 0 and 1",
    fix: confidence > 1 && confidence < 100 ? `Write ${confidence} % as ${confidence / 100}` : undefined,
  });
}

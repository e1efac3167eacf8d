// The samples of an operation, which the generated tests are made of.
import type { Operation, Random, Sample } from "../../src/tensor/index.ts";

/** The samples of an operation. @throws {Error} when it has none, so that no operation goes untested. */
export function samplesOf(operation: Operation, random: Random): readonly Sample[] {
  const samples = operation.samples?.(random);
  if (samples === undefined) throw new Error(`the operation ${operation.name} has no samples`);
  return samples;
}

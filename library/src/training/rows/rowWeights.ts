// rowWeights: how much rows count, one by one and by their classes.
import { type ArrayInput, checkFinite, toNdArray } from "../../data/index.ts";
import { type ClassWeight, sampleWeightsOfClasses } from "../../nn/index.ts";
import { DataError, formatShape, NdArray } from "../../tensor/index.ts";
import { checkNames, checkRowCounts, type DataInput, isNamed } from "./rows.ts";
import type { PreparedTargets } from "./targets.ts";

/** Weights of rows times those of their classes. */
export function timesClassWeights(
  own: NdArray | undefined,
  classWeight: ClassWeight,
  { data }: PreparedTargets,
): NdArray {
  const ofClasses = sampleWeightsOfClasses(data, classWeight);
  if (own === undefined) return new NdArray(ofClasses, [ofClasses.length]);
  if (own.shape.length !== 1) {
    throw new DataError("classWeight needs one sample weight for each row", { got: formatShape(own.shape) });
  }
  return new NdArray(
    ofClasses.map((weight, row) => weight * (own.data[row] ?? 1)),
    own.shape,
  );
}

function checkWeight(weights: NdArray, name: string): void {
  checkFinite(weights, name);
  const wrong = weights.data.findIndex((value) => value < 0);
  if (wrong < 0) return;
  const rowSize = weights.size / (weights.shape[0] ?? 1);
  throw new DataError(`row ${Math.floor(wrong / rowSize)}`, {
    where: name,
    got: String(weights.data[wrong]),
    expected: "a number that is not negative",
  });
}

/** The weights of rows for one output. */
function outputWeights(given: ArrayInput | undefined, rows: number, prefix: string): NdArray | undefined {
  if (given === undefined) return undefined;
  const name = `${prefix}sampleWeight`;
  const weights = toNdArray(given, { name });
  checkWeight(weights, name);
  checkRowCounts([
    [`${prefix}x`, rows],
    [name, weights.shape[0] ?? 0],
  ]);
  return weights;
}

/** Weights for each output: one array for all of them, or a record with one for some. */
function weightsFor(
  names: readonly string[],
  given: DataInput | undefined,
  prefix: string,
): readonly (ArrayInput | undefined)[] {
  if (given === undefined || !isNamed(given, names)) return names.map(() => given);
  checkNames([...new Set([...Object.keys(given), ...names])], names, `${prefix}sampleWeight`);
  return names.map((name) => given[name]);
}

/**
 * The weights of rows for each output by its name.
 *
 * @throws {DataError} for weights that are negative or not finite, and for another number of them than rows.
 */
export function prepareWeights(
  given: DataInput,
  names: readonly string[],
  rows: number,
  prefix: string,
): readonly (NdArray | undefined)[] {
  return weightsFor(names, given, prefix).map((weights) => outputWeights(weights, rows, prefix));
}

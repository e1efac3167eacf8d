// classWeights: rows that count by their classes.
import { type ClassWeight, sampleWeightsOfClasses } from "../../nn/index.ts";
import { DataError, formatShape, NdArray } from "../../tensor/index.ts";
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

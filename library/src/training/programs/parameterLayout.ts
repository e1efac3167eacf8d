// The layout of a network's weights in flat states: all trainable ones side by side, all others side by side.
import type { Network, NetworkWeight } from "../../nn/index.ts";
import { oneOf } from "../../nn/index.ts";
import { reshape, slice } from "../../ops/index.ts";
import { type ArrayData, DataError, formatShape, NdArray, sameShape, sizeOf, type Tensor } from "../../tensor/index.ts";

/** A weight's place in its state. */
export interface WeightSlice {
  readonly weight: NetworkWeight;
  readonly offset: number;
  readonly size: number;
}

/** Weights of a network in the order in which they stand. */
export interface ParameterLayout {
  /** Trainable weights: the state `parameters`. */
  readonly parameters: readonly WeightSlice[];
  /** All other weights, moving averages for instance: the state `statistics`. */
  readonly statistics: readonly WeightSlice[];
  readonly parameterCount: number;
  readonly statisticsCount: number;
}

function place(weights: readonly NetworkWeight[]): readonly WeightSlice[] {
  let offset = 0;
  return weights.map((weight) => {
    const size = sizeOf(weight.shape);
    offset += size;
    return { weight, offset: offset - size, size };
  });
}

const total = (slices: readonly WeightSlice[]): number => slices.reduce((sum, { size }) => sum + size, 0);

/** The layout of a network's weights. */
export function layoutOf({ weights }: Network): ParameterLayout {
  const parameters = place(weights.filter(({ trainable }) => trainable));
  const statistics = place(weights.filter(({ trainable }) => !trainable));
  return { parameters, statistics, parameterCount: total(parameters), statisticsCount: total(statistics) };
}

/** Each weight as a view of the flat state that it stands in. */
export function weightViews(slices: readonly WeightSlice[], state: Tensor | undefined): [string, Tensor][] {
  if (state === undefined) return [];
  return slices.map(({ weight: { name, shape }, offset, size }) => [
    name,
    reshape(slice(state, { start: [offset], size: [size] }), shape),
  ]);
}

/** The weights in a flat array, each copied. */
export function splitWeights(slices: readonly WeightSlice[], data: ArrayData): [string, NdArray][] {
  return slices.map(({ weight: { name, shape }, offset, size }) => [
    name,
    new NdArray(data.slice(offset, offset + size), shape),
  ]);
}

/**
 * Copies weights to their places in a flat array; those that are not given stay as they are.
 *
 * @throws {DataError} when a weight has another shape.
 */
export function joinWeights(
  slices: readonly WeightSlice[],
  weights: ReadonlyMap<string, NdArray>,
  into: ArrayData,
): void {
  for (const { weight, offset } of slices) {
    const given = weights.get(weight.name);
    if (given === undefined) continue;
    if (!sameShape(given.shape, weight.shape)) {
      throw new DataError("a weight has another shape", {
        where: weight.name,
        got: formatShape(given.shape),
        expected: formatShape(weight.shape),
      });
    }
    into.set(given.data, offset);
  }
}

/**
 * Checks that every weight is known.
 *
 * @throws {DataError} for a name that the network has not, with the nearest one.
 */
export function checkWeightNames({ weights }: Network, names: Iterable<string>): void {
  const known = new Set(weights.map(({ name }) => name));
  for (const name of names) {
    if (!known.has(name)) throw new DataError(`the model has no weight "${name}"`, oneOf(name, known));
  }
}

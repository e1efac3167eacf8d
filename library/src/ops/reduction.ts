// What the reductions have in common: options, shape rule, the way back, samples.
import { normalizeAxes, type Random, type Sample, type Shape, type Spec, type Tensor } from "../tensor/index.ts";
import { broadcastTo } from "./broadcastTo.ts";
import { checkDtypes } from "./elementwiseInfer.ts";
import { keptShape, reducedAxes } from "./reductionReference.ts";
import { reshape } from "./reshape.ts";
import { distinctArray } from "./samples.ts";

/** Options of the reductions. */
export interface ReductionOptions {
  /** Axes over which elements are combined; negative ones count from the end. All axes by default. */
  readonly axes?: number | readonly number[] | undefined;
  /** Whether reduced axes stay, with size 1. Default false. */
  readonly keepDims?: boolean | undefined;
}

/** Attributes of a reduction's node: distinct, sorted, non-negative axes. */
export type ReductionAttributes = { readonly axes: readonly number[]; readonly keepDims: boolean };

/** Options as attributes. @throws {ShapeError} when an axis is outside of the shape. */
export function reductionAttributes(x: Tensor, { axes, keepDims = false }: ReductionOptions): ReductionAttributes {
  return { axes: normalizeAxes(axes, x.rank), keepDims };
}

/** The shape that is left. */
export function reducedShape(shape: Shape, { axes, keepDims }: ReductionAttributes): Shape {
  return keepDims ? keptShape(shape, axes) : shape.filter((_, axis) => !axes.includes(axis));
}

/** The shape rule of a reduction of floats. */
export function reductionInfer(operation: string): (inputs: readonly Spec[], attributes: ReductionAttributes) => Spec {
  return (inputs, attributes) => {
    checkDtypes(operation, ["x"], inputs, ["float"]);
    return { shape: reducedShape(inputs[0]?.shape ?? [], attributes), dtype: "float" };
  };
}

/** A reduced value, repeated over the elements of `x` that it was computed from. */
export function spread(reduced: Tensor, x: Tensor, axes: readonly number[]): Tensor {
  return broadcastTo(keep(reduced, x, axes), x.shape);
}

/** A reduced value with its reduced axes back in place, with size 1. */
export function keep(reduced: Tensor, x: Tensor, axes: readonly number[]): Tensor {
  return reshape(reduced, keptShape(x.shape, axes));
}

/** Where every reduced axis has one element, nothing is combined. */
export function reducesNothing({ inputs: [x], attributes, shape }: Tensor): Tensor | undefined {
  const isTrivial = reducedAxes(attributes.axes).every((axis) => x?.shape[axis] === 1);
  return x !== undefined && isTrivial ? reshape(x, shape) : undefined;
}

/** Samples for a reduction: rows, columns, several axes, all axes, none, empty and large ones; no two elements equal. */
export function reductionSamples(random: Random): readonly Sample[] {
  const cases: readonly [string, Shape, readonly number[], boolean][] = [
    ["rows", [2, 3], [1], false],
    ["columns", [2, 3], [0], false],
    ["kept axes", [2, 3], [1], true],
    ["all axes", [2, 3], [0, 1], false],
    ["middle axis", [5, 3, 7], [1], false],
    ["outer axes", [5, 3, 7], [0, 2], true],
    ["no axes", [2, 3], [], false],
    ["an axis of one element", [5, 1], [1], false],
    ["a scalar", [], [], false],
    ["odd sizes", [13, 17], [1], false],
    ["nothing to combine", [3, 0], [1], false],
    ["empty", [0, 3], [1], false],
    ["large, rows", [67, 129], [1], false],
    ["large, columns", [129, 67], [0], false],
    ["large, all axes", [67, 129], [0, 1], false],
  ];
  return cases.map(([title, shape, axes, keepDims]) => ({
    title,
    // Not symmetric around 0, where the sum would be nothing but rounding errors.
    inputs: [distinctArray(random, shape, -1, 3)],
    attributes: { axes, keepDims },
    differentiable: shape[1] !== 0,
  }));
}

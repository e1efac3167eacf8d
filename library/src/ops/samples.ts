// Sample inputs shared by many operations' generated tests.
import { type Dtype, NdArray, type Random, type Sample, type Shape, sizeOf, type Tensor } from "../tensor/index.ts";
import { input } from "./constant.ts";

/** Where numbers are drawn from: `[low, high]`. */
export type Range = readonly [low: number, high: number];

/** An array of uniform numbers, exact in float32; `low` and `high` are its range. */
export function randomArray(random: Random, shape: Shape, low = -2, high = 2): NdArray {
  return new NdArray(
    Float64Array.from({ length: sizeOf(shape) }, () => Math.fround(random.uniform(low, high))),
    shape,
  );
}

/** Random multiples of 1/4 plus an offset: at least the offset's distance from whole numbers and their halves. */
export function gridArray(random: Random, shape: Shape, offset: number): NdArray {
  return new NdArray(
    Float64Array.from({ length: sizeOf(shape) }, () => Math.fround((random.integer(16) - 8) / 4 + offset)),
    shape,
  );
}

/** Different, evenly spaced numbers in random order, so that no two of them come near to being equal. */
export function distinctArray(random: Random, shape: Shape, low = -2, high = 2): NdArray {
  const size = sizeOf(shape);
  return new NdArray(
    Float64Array.from(random.permutation(size), (rank) => Math.fround(low + ((high - low) * (rank + 0.5)) / size)),
    shape,
  );
}

/** Random whole numbers from `low` to `high` (exclusive), of dtype int32. */
export function integerArray(random: Random, shape: Shape, low: number, high: number): NdArray {
  return new NdArray(
    Int32Array.from({ length: sizeOf(shape) }, () => low + random.integer(high - low)),
    shape,
  );
}

/** An array of the numbers given; one axis by default. */
export function floatArray(values: readonly number[], shape: Shape = [values.length]): NdArray {
  return new NdArray(Float64Array.from(values), shape);
}

/** Numbers at which formulas go wrong: zeros of both signs, infinities, NaN, denormals, and the ends of float32. */
export const specialValues: readonly number[] = [
  0,
  -0,
  1,
  -1,
  0.5,
  -0.5,
  1.5,
  2.5,
  -2.5,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
  Number.NaN,
  2 ** -126,
  2 ** -149,
  -(2 ** -130),
  Math.fround(1e-30),
  Math.fround(3e38),
  Math.fround(-3e38),
];

/** Angles at which sine and cosine are 0 or 1, small and large ones, and numbers that are no angles. */
export const angles: readonly number[] = [
  ...[0, -0, 0.25, 0.5, 1, 1.5, 2].map((turns) => Math.fround(turns * Math.PI)),
  ...[1e-30, 100.5, -1000.25, 12345.5].map(Math.fround),
  ...[Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN],
];

/** Shapes that every operation on one tensor is tried with. */
export const unaryShapes: readonly (readonly [title: string, shape: Shape])[] = [
  ["ordinary", [2, 3]],
  ["a scalar", []],
  ["odd sizes", [5, 13]],
  ["empty", [3, 0]],
  ["large", [67, 129]],
];

/** Samples for a smooth function of one operand, over a range in which it is defined, and at special values. */
export function unarySamples(random: Random, [low, high]: Range = [-2, 2], special = specialValues): readonly Sample[] {
  const ordinary = unaryShapes.map(([title, shape]) => ({ title, inputs: [randomArray(random, shape, low, high)] }));
  return [...ordinary, { title: "special values", inputs: [floatArray(special)], differentiable: false }];
}

/** Samples for a function of one operand with kinks or jumps at multiples of 1/2. */
export function kinkedSamples(random: Random): readonly Sample[] {
  const ordinary = unaryShapes.map(([title, shape]) => ({ title, inputs: [gridArray(random, shape, 0.1)] }));
  return [...ordinary, { title: "special values", inputs: [floatArray(specialValues)], differentiable: false }];
}

/** Shapes that every operation on two tensors is tried with. */
export const binaryShapes: readonly (readonly [title: string, a: Shape, b: Shape])[] = [
  ["equal shapes", [2, 3], [2, 3]],
  ["a row is broadcast", [2, 3], [3]],
  ["a column is broadcast", [3, 1], [1, 5]],
  ["a scalar", [], [7]],
  ["odd sizes", [5, 13], [5, 13]],
  ["empty", [0, 3], [3]],
  ["large", [67, 129], [67, 129]],
];

/** Samples for a smooth function of two operands, over ranges in which it is defined. */
export function binarySamples(random: Random, a: Range = [-2, 2], b: Range = a): readonly Sample[] {
  return binaryShapes.map(([title, left, right]) => ({
    title,
    inputs: [randomArray(random, left, ...a), randomArray(random, right, ...b)],
  }));
}

/** Samples for a function of two operands with kinks or jumps where they are equal. */
export function comparisonSamples(random: Random): readonly Sample[] {
  const floats = binaryShapes.map(([title, a, b]) => ({
    title,
    inputs: [gridArray(random, a, 0.125), gridArray(random, b, 0.25)],
  }));
  return [...floats, ...tieSamples(random)];
}

/** Samples in which operands are equal, not comparable, or whole numbers. */
function tieSamples(random: Random): readonly Sample[] {
  const pairs = specialValues.flatMap((a) => specialValues.map((b) => [a, b] as const));
  return [
    {
      title: "ties",
      inputs: [gridArray(random, [5, 13], 0), gridArray(random, [5, 13], 0)],
      differentiable: false,
    },
    {
      title: "special values",
      inputs: [floatArray(pairs.map(([a]) => a)), floatArray(pairs.map(([, b]) => b))],
      differentiable: false,
    },
    { title: "int32", inputs: [integerArray(random, [5, 13], -2, 3), integerArray(random, [13], -2, 3)] },
  ];
}

/** Samples for a function of truth values. */
export function booleanSamples(random: Random, operands: number): readonly Sample[] {
  const dtypes = new Array<Dtype>(operands).fill("bool");
  return unaryShapes.map(([title, shape]) => ({
    title,
    inputs: dtypes.map(() => integerArray(random, shape, 0, 2)),
    dtypes,
  }));
}

/** The dtype of an input of a sample. */
export function sampleDtype({ inputs, dtypes }: Sample, position: number): Dtype {
  return dtypes?.[position] ?? (inputs[position]?.data instanceof Int32Array ? "int32" : "float");
}

/** Input nodes for a sample, named `x0`, `x1`, ... */
export function sampleInputs(sample: Sample): Tensor[] {
  return sample.inputs.map(({ shape }, position) => input(`x${position}`, shape, sampleDtype(sample, position)));
}

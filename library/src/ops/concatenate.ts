// concatenate: tensors one after another along an axis.
import { formatShape, normalizeAxis, type Shape, ShapeError, type Spec, stridesOf, Tensor } from "../tensor/index.ts";
import { defineOp, type Op, withArguments } from "./defineOp.ts";
import { isProbability, logarithmOf, logarithmOfComplement } from "./logarithmOf.ts";
import { randomArray } from "./samples.ts";
import { sliceAxis } from "./slice.ts";

type ConcatenateAttributes = { readonly axis: number };

const raw = defineOp({
  name: "concatenate",
  operands: ["x"],
  variadic: true,
  notation: "concatenate({x})",
  infer: (inputs, { axis }: ConcatenateAttributes) => {
    checkParts(inputs, axis);
    return { shape: joinedShape(inputs, axis), dtype: inputs[0]?.dtype ?? "float" };
  },
  assemble: (inputs, { axis }) => {
    const strides = stridesOf(joinedShape(inputs, axis));
    let start = 0;
    return {
      parts: inputs.map(({ shape }) => {
        const offset = start * (strides[axis] ?? 1);
        start += shape[axis] ?? 0;
        return { offset, shape, strides };
      }),
    };
  },
  vjp: {
    x: (g, _, { output: { inputs }, attributes: { axis }, position }) =>
      sliceAxis(g, axis, startOf(inputs, axis, position), inputs[position]?.shape[axis] ?? 0),
  },
  // What was joined along the same axis before is joined at once.
  simplify: ({ operation, inputs, attributes }) => {
    if (inputs.length === 1) return inputs[0];
    const isJoined = (part: Tensor) => part.operation === operation && part.attributes.axis === attributes.axis;
    if (!inputs.some(isJoined)) return undefined;
    const parts = inputs.flatMap((part) => (isJoined(part) ? part.inputs : [part]));
    return new Tensor(operation, parts, attributes);
  },
  logarithm: (node) => joined(node, logarithmOf),
  logarithmOfComplement: (node) => joined(node, logarithmOfComplement),
  isProbability: ({ inputs }) => inputs.every(isProbability),
  samples: (random) =>
    (
      [
        ["rows", 0, [2, 3], [1, 3]],
        ["columns", 1, [2, 3], [2, 1], [2, 2]],
        ["odd sizes", 1, [5, 3, 7], [5, 1, 7]],
        ["only one", 0, [3]],
        ["one of them empty", 0, [0, 3], [2, 3]],
        ["empty", 1, [0, 3], [0, 2]],
        ["large", 1, [67, 64], [67, 65]],
      ] as const
    ).map(([title, axis, ...shapes]) => ({
      title,
      inputs: shapes.map((shape) => randomArray(random, shape)),
      attributes: { axis },
    })),
});

/** Where a part begins along the axis. */
function startOf(inputs: readonly Spec[], axis: number, position: number): number {
  return inputs.slice(0, position).reduce((sum, { shape }) => sum + (shape[axis] ?? 0), 0);
}

function joinedShape(inputs: readonly Spec[], axis: number): Shape {
  return (inputs[0]?.shape ?? []).with(axis, startOf(inputs, axis, inputs.length));
}

function checkParts(inputs: readonly Spec[], axis: number): void {
  const [first] = inputs;
  if (first === undefined) throw new ShapeError("concatenate needs at least one tensor");
  inputs.forEach(({ shape, dtype }, position) => {
    const fits =
      dtype === first.dtype &&
      shape.length === first.shape.length &&
      shape.every((size, at) => at === axis || size === first.shape[at]);
    if (fits) return;
    throw new ShapeError(`cannot concatenate tensor ${position} with tensor 0 along axis ${axis}`, {
      got: `${dtype} ${formatShape(shape)}`,
      expected: `${first.dtype} ${formatShape(first.shape)}, of which only axis ${axis} may differ`,
    });
  });
}

/** What is known of all the parts, one after another. */
function joined({ operation, inputs, attributes }: Tensor, ask: (x: Tensor) => Tensor | undefined): Tensor | undefined {
  const known = inputs.flatMap((part) => ask(part) ?? []);
  return known.length === inputs.length ? new Tensor(operation, known, attributes) : undefined;
}

/**
 * Tensors one after another along an axis; their other sizes must agree.
 *
 * @param axis 0 by default; negative ones count from the end.
 * @throws {ShapeError} when shapes or dtypes do not fit.
 */
export const concatenate: Op<(tensors: readonly Tensor[], axis?: number) => Tensor> = withArguments(
  raw,
  (tensors: readonly Tensor[], axis = 0) =>
    new Tensor(raw.operation, tensors, { axis: normalizeAxis(axis, tensors[0]?.rank ?? 1) }),
);

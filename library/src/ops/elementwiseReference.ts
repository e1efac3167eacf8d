// The float64 meaning of elementwise operations: one loop over the result, operands broadcast.
import {
  type Dtype,
  elementPosition,
  NdArray,
  type Operation,
  type Reference,
  type ScalarKind,
  type Shape,
  scalarOperand,
  sizeOf,
  stridesOf,
} from "../tensor/index.ts";
import { referenceData } from "./constant.ts";
import { compileScalar } from "./scalars/index.ts";

const kinds = { float: "float", int32: "int", bool: "bool" } as const satisfies Record<Dtype, ScalarKind>;

/** The scalar kind in which a value of a dtype is computed. */
export function scalarKind(dtype: Dtype): ScalarKind {
  return kinds[dtype];
}

/** Strides with which an operand is read when it is broadcast to `shape`: 0 along axes where it has one element. */
export function broadcastStrides(operand: Shape, shape: Shape): number[] {
  const own = stridesOf(operand);
  const missing = shape.length - operand.length;
  return shape.map((_, axis) => (axis < missing || operand[axis - missing] === 1 ? 0 : (own[axis - missing] ?? 0)));
}

/** Calls `visit` for each position of a shape, in row-major order; the position is one array that is reused. */
export function forEachPosition(shape: Shape, visit: (position: readonly number[], index: number) => void): void {
  const position = new Array<number>(shape.length).fill(0);
  const size = sizeOf(shape);
  for (let index = 0; index < size; index += 1) {
    visit(position, index);
    for (let axis = shape.length - 1; axis >= 0; axis -= 1) {
      const next = (position[axis] ?? 0) + 1;
      position[axis] = next === shape[axis] ? 0 : next;
      if (next !== shape[axis]) break;
    }
  }
}

/** The reference of an elementwise operation: `number` where given, else its formula computed in float64. */
export function elementwiseReference(
  scalar: NonNullable<Operation["scalar"]>,
  dtypes: readonly Dtype[],
  number: ((...operands: readonly number[]) => number) | undefined,
): Reference {
  return (inputs, output, attributes) => {
    // An operation over floats that is also one over integers is told by its operands' memory which it is.
    const operands = dtypes.map((dtype, position) => {
      const integer = dtype === "float" && inputs[position]?.data instanceof Int32Array;
      return scalarOperand(position, integer ? "int" : scalarKind(dtype));
    });
    const compute =
      number === undefined
        ? compileScalar(scalar(operands, attributes, elementPosition).node, "float64")
        : (values: readonly number[]) => number(...values);
    const strides = inputs.map(({ shape }) => broadcastStrides(shape, output.shape));
    const data = referenceData(output.dtype, sizeOf(output.shape));
    const values = new Array<number>(inputs.length).fill(0);
    forEachPosition(output.shape, (position, index) => {
      inputs.forEach((array, operand) => {
        const offset = strides[operand]?.reduce((sum, stride, axis) => sum + stride * (position[axis] ?? 0), 0) ?? 0;
        values[operand] = array.data[offset] ?? Number.NaN;
      });
      data[index] = compute(values, index, position);
    });
    return new NdArray(data, output.shape);
  };
}

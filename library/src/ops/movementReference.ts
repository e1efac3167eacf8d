// The float64 meaning of views and assemblies: elements copied from and to their places.
import { NdArray, type Operation, type Reference, sizeOf, type View } from "../tensor/index.ts";
import { referenceData } from "./constant.ts";
import { forEachPosition } from "./elementwiseReference.ts";

/** Calls `visit` with the place in memory of each element of a view, in row-major order of the view. */
function forEachPlace({ offset, shape, strides }: View, visit: (place: number, index: number) => void): void {
  forEachPosition(shape, (position, index) => {
    visit(
      strides.reduce((place, stride, axis) => place + stride * (position[axis] ?? 0), offset),
      index,
    );
  });
}

/** The reference of a view: each element read from its place in the operand. */
export function viewReference(view: NonNullable<Operation["view"]>): Reference {
  return ([array], output, attributes) => {
    const data = referenceData(output.dtype, sizeOf(output.shape));
    if (array === undefined) return new NdArray(data, output.shape);
    forEachPlace(view({ shape: array.shape, dtype: output.dtype }, attributes), (place, index) => {
      data[index] = array.data[place] ?? Number.NaN;
    });
    return new NdArray(data, output.shape);
  };
}

/** The reference of an assembly: each operand's elements written to their places. */
export function assemblyReference(assemble: NonNullable<Operation["assemble"]>): Reference {
  return (inputs, output, attributes) => {
    const specs = inputs.map(({ shape }) => ({ shape, dtype: output.dtype }));
    const { fill, parts } = assemble(specs, attributes);
    const data = referenceData(output.dtype, sizeOf(output.shape)).fill(fill ?? Number.NaN);
    inputs.forEach((array, operand) => {
      const part = parts[operand];
      if (part === undefined) return;
      forEachPlace(part, (place, index) => {
        data[place] = array.data[index] ?? Number.NaN;
      });
    });
    return new NdArray(data, output.shape);
  };
}

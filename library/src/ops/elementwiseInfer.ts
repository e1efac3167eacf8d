// The shape rule of elementwise operations: operands are broadcast, and each has the dtype that the formula takes.
import { broadcastShapes, type Dtype, type Operation, ShapeError, type Spec } from "../tensor/index.ts";

interface Elementwise {
  readonly name: string;
  readonly operands: readonly string[];
  readonly result?: Dtype;
  /** Present when operands may be int32 wherever they may be floats. */
  readonly integer?: unknown;
}

/** The shape rule of an elementwise operation whose operands have these dtypes. */
export function elementwiseInfer(definition: Elementwise, dtypes: readonly Dtype[]): Operation["infer"] {
  const { name, operands, result = "float", integer } = definition;
  return (inputs) => {
    const isNumber = (_: unknown, position: number) => dtypes[position] === "float";
    const first = inputs.find(isNumber)?.dtype;
    const numbers: Dtype = integer !== undefined && first === "int32" ? "int32" : "float";
    const expected = dtypes.map((dtype) => (dtype === "float" ? numbers : dtype));
    checkDtypes(name, operands, inputs, expected);
    const shapes = inputs.map(({ shape }) => shape);
    return { shape: broadcastShapes(shapes, operands), dtype: result === "float" ? numbers : result };
  };
}

/** @throws {ShapeError} when an operand has another dtype than expected. */
export function checkDtypes(
  operation: string,
  operands: readonly string[],
  inputs: readonly Spec[],
  expected: readonly (Dtype | undefined)[],
): void {
  inputs.forEach(({ dtype }, position) => {
    const wanted = expected[position];
    if (wanted === undefined || dtype === wanted) return;
    const name = operands[position] ?? operands.at(-1);
    throw new ShapeError(`${operation} cannot take ${name}`, {
      got: `a value of dtype ${dtype}`,
      expected: wanted,
      fix: `Convert it with cast(${name}, "${wanted}")`,
    });
  });
}

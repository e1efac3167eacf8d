// Constant folding: a node over constants becomes a constant, as long as that stays small.
import { constant, elementwiseReference } from "../ops/index.ts";
import { type AttributeValue, NdArray, type Operation, type Shape, sizeOf, type Tensor } from "../tensor/index.ts";
import { dependsOnPosition } from "./natures.ts";

/** Results with more elements than this are computed when the plan runs: constants take memory in the plan. */
const largestResult = 4096;
/** Operands with more elements than this are not worth the time when a plan is made. */
const largestOperand = 65_536;

const isNumbers = (value: AttributeValue | undefined): value is readonly number[] => Array.isArray(value);

/** The numbers of a constant, one for all elements or one for each; undefined for other nodes. */
export function constantValues({ operation, attributes }: Tensor): readonly number[] | undefined {
  return operation.source === "constant" && isNumbers(attributes.values) ? attributes.values : undefined;
}

/** The number that every element of a constant has, where they are all the same. */
export function splatValue(node: Tensor): number | undefined {
  const values = constantValues(node);
  return values?.length === 1 ? values[0] : undefined;
}

/** A constant whose elements are all equal keeps just one number; other nodes over constants become constants. */
export function foldConstants(node: Tensor): Tensor | undefined {
  const values = constantValues(node);
  if (values !== undefined) return values.length > 1 && allEqual(values) ? splat(node, values[0] ?? 0) : undefined;
  if (node.inputs.length === 0 || !node.inputs.every((input) => constantValues(input) !== undefined)) return undefined;
  if (dependsOnPosition(node)) return undefined;
  return foldSplats(node) ?? foldSmall(node);
}

const allEqual = (values: readonly number[]): boolean => values.every((value) => Object.is(value, values[0]));

function splat({ shape, dtype }: Tensor, value: number): Tensor {
  return constant(value, { shape, dtype });
}

function foldSplats(node: Tensor): Tensor | undefined {
  const values = node.inputs.map(splatValue);
  if (!values.every((value) => value !== undefined)) return undefined;
  if (node.operation.view !== undefined) return splat(node, values[0] ?? 0);
  if (node.operation.scalar === undefined) return undefined;
  const value = evaluate(node, []);
  return value && splat(node, value[0] ?? Number.NaN);
}

function foldSmall(node: Tensor): Tensor | undefined {
  if (sizeOf(node.shape) > largestResult) return undefined;
  if (node.inputs.some(({ shape }) => sizeOf(shape) > largestOperand)) return undefined;
  const values = evaluate(node, undefined);
  if (values === undefined) return undefined;
  if (values.length > 0 && allEqual(values)) return splat(node, values[0] ?? 0);
  return constant(new NdArray(Float64Array.from(values), node.shape), { dtype: node.dtype });
}

/** The definition of an operation over these operands in float64; elementwise operations always have one. */
function definitionOf({ operation, inputs }: Tensor): Operation["reference"] {
  const { scalar, number, reference } = operation;
  if (scalar === undefined) return reference;
  return elementwiseReference(
    scalar,
    inputs.map(({ dtype }) => dtype),
    number,
  );
}

/** The node's value, where it is defined; with a shape, every operand and the result have that shape. */
function evaluate(node: Tensor, forced: Shape | undefined): number[] | undefined {
  const { inputs, attributes, shape, dtype } = node;
  const operands = inputs.map((input) => {
    const values = constantValues(input) ?? [];
    const own = forced ?? input.shape;
    const data = new Float64Array(sizeOf(own)).fill(values[0] ?? 0);
    if (values.length > 1) data.set(values);
    return new NdArray(input.dtype === "float" ? data : Int32Array.from(data), own);
  });
  const result = definitionOf(node)?.(operands, { shape: forced ?? shape, dtype }, attributes);
  return result && Array.from(result.data);
}

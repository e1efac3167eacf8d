// Constant folding: a node over constants becomes a constant, as long as that stays small.
import { constant, evaluateScalar, scalarKind } from "../ops/index.ts";
import {
  type AttributeValue,
  elementPosition,
  NdArray,
  sameShape,
  scalarOperand,
  sizeOf,
  type Tensor,
} from "../tensor/index.ts";
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
  if (values !== undefined) return values.length > 1 && allEqual(values) ? filled(node, values) : undefined;
  const operands = node.inputs.flatMap((input) => {
    const known = constantValues(input);
    return known === undefined ? [] : [known];
  });
  if (operands.length === 0 || operands.length < node.inputs.length || dependsOnPosition(node)) return undefined;
  const [first = []] = operands;
  if (node.operation.view !== undefined && first.length === 1) return filled(node, first);
  const found = node.operation.scalar === undefined ? definedValues(node) : elementwiseValues(node, operands);
  return found && filled(node, found);
}

const allEqual = (values: ArrayLike<number>): boolean =>
  Array.prototype.every.call(values, (value) => Object.is(value, values[0]));

/** A constant of a node's shape: of one number where all are the same. */
function filled({ shape, dtype }: Tensor, values: ArrayLike<number>): Tensor {
  const own = values.length > 0 && allEqual(values) ? [values[0] ?? 0] : Array.from(values);
  return constant(own, { shape, dtype });
}

/**
 * Elementwise operations, where each operand is one number or has the result's shape; others are fused into the loops
 * that read them.
 */
function elementwiseValues(node: Tensor, operands: readonly (readonly number[])[]): number[] | undefined {
  const size = Math.max(...operands.map(({ length }) => length));
  const isAligned = node.inputs.every(({ shape }, at) => operands[at]?.length === 1 || sameShape(shape, node.shape));
  if (!isAligned || size > largestResult) return undefined;
  const compute = elementOf(node);
  const values = Array.from({ length: size }, (_, index) =>
    compute(operands.map((numbers) => numbers[numbers.length === 1 ? 0 : index] ?? 0)),
  );
  if (!values.every((value) => value !== undefined)) return undefined;
  return node.dtype === "float" ? values : values.map((value) => value | 0);
}

/** One element of an elementwise result from one element of each operand, in float64. */
function elementOf({ operation, inputs, attributes }: Tensor): (values: readonly number[]) => number | undefined {
  const { scalar, number } = operation;
  if (number !== undefined) return (values) => number(...values);
  const operands = inputs.map(({ dtype }, position) => scalarOperand(position, scalarKind(dtype)));
  const root = scalar?.(operands, attributes, elementPosition).node;
  return (values) => root && evaluateScalar(root, values);
}

/** What the definition of an operation says, where there is one; `chainrule/slim` has none. */
function definedValues({ operation, inputs, attributes, shape, dtype }: Tensor): ArrayLike<number> | undefined {
  if (sizeOf(shape) > largestResult || inputs.some((input) => sizeOf(input.shape) > largestOperand)) return undefined;
  return operation.reference?.(inputs.map(constantArray), { shape, dtype }, attributes).data;
}

function constantArray(node: Tensor): NdArray {
  const values = constantValues(node) ?? [];
  const data = new Float64Array(sizeOf(node.shape)).fill(values[0] ?? 0);
  if (values.length > 1) data.set(values);
  return new NdArray(node.dtype === "float" ? data : Int32Array.from(data), node.shape);
}

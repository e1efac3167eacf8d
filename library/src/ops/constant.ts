// Constants and inputs: where the values of a graph come from.
import {
  type ArrayData,
  type Attributes,
  type Dtype,
  float,
  GraphError,
  int,
  NdArray,
  type NestedNumbers,
  type Operation,
  type Shape,
  ShapeError,
  type Spec,
  sizeOf,
  Tensor,
} from "../tensor/index.ts";
import { checkedShape } from "./checkedShape.ts";

const isDtype = (value: unknown): value is Dtype => value === "float" || value === "int32" || value === "bool";
const isNumbers = (value: unknown): value is readonly number[] => Array.isArray(value);

/** Shape and dtype of a source are attributes of it. */
function sourceSpec(_inputs: readonly Spec[], { shape, dtype }: Attributes): Spec {
  if (!isNumbers(shape) || !isDtype(dtype)) throw new ShapeError("a source needs the attributes shape and dtype");
  return { shape: checkedShape(shape), dtype };
}

/** Memory for a value of a dtype on the reference backend. */
export function referenceData(dtype: Dtype, length: number): ArrayData {
  return dtype === "float" ? new Float64Array(length) : new Int32Array(length);
}

const constantOperation: Operation = {
  name: "constant",
  operands: [],
  source: "constant",
  notation: { text: "constant" },
  infer: sourceSpec,
  reference: (_inputs, { shape, dtype }, { values }) => {
    const data = referenceData(dtype, sizeOf(shape));
    if (isNumbers(values)) {
      if (values.length === 1) data.fill(values[0] ?? 0);
      else data.set(values);
    }
    return new NdArray(data, shape);
  },
  scalar: (_operands, { values, dtype }) => {
    const value = isNumbers(values) ? (values[0] ?? 0) : 0;
    if (dtype === "bool") return int(value).equal(0).not();
    return dtype === "float" ? float(value) : int(value);
  },
  vjp: {},
  logarithm: ({ attributes: { values }, shape }) => {
    if (!isNumbers(values) || values.some((value) => value < 0)) return undefined;
    return constant(new NdArray(Float64Array.from(values, Math.log), [values.length]), { shape });
  },
  isProbability: ({ attributes: { values } }) => isNumbers(values) && values.every((value) => value >= 0 && value <= 1),
  samples: () => [
    { inputs: [], attributes: { values: [1.5], shape: [2, 3], dtype: "float" } },
    { inputs: [], attributes: { values: [1, -2, 3], shape: [3], dtype: "float" } },
    { inputs: [], attributes: { values: [7], shape: [], dtype: "int32" } },
    { inputs: [], attributes: { values: [], shape: [0, 3], dtype: "float" } },
    { inputs: [], attributes: { values: [0.1], shape: [67, 129], dtype: "float" } },
  ],
};

const inputOperation: Operation = {
  name: "input",
  operands: [],
  source: "input",
  notation: { text: "input" },
  infer: sourceSpec,
  reference: (_inputs, _output, { name }) => {
    throw new GraphError(`the input "${String(name)}" has no value`, { fix: "Bind it by its name when running" });
  },
  vjp: {},
  samples: () => [],
};

function flatten(nested: NestedNumbers, into: number[]): number[] {
  if (typeof nested === "number") into.push(nested);
  else for (const part of nested) flatten(part, into);
  return into;
}

function nestedShape(nested: NestedNumbers): number[] {
  if (typeof nested === "number") return [];
  const [first] = nested;
  return [nested.length, ...(first === undefined ? [] : nestedShape(first))];
}

/** Options of {@link constant}. */
export interface ConstantOptions {
  /** A single number fills this shape; by default the shape is that of the numbers given. */
  readonly shape?: Shape;
  readonly dtype?: Dtype;
}

/**
 * A value known when the graph is built.
 *
 * @param value a number, nested numbers, or an array.
 * @throws {ShapeError} when nested numbers are ragged.
 */
export function constant(value: NestedNumbers | NdArray, { shape, dtype = "float" }: ConstantOptions = {}): Tensor {
  const values = value instanceof NdArray ? Array.from(value.data) : flatten(value, []);
  const own = value instanceof NdArray ? value.shape : nestedShape(value);
  const result = shape ?? own;
  if (values.length !== 1 && values.length !== sizeOf(result)) {
    throw new ShapeError("the numbers of a constant do not fit its shape", {
      got: `${values.length} numbers`,
      expected: `${sizeOf(result)} for shape [${result.join(",")}]`,
    });
  }
  return new Tensor(constantOperation, [], { values, shape: result, dtype });
}

/** The number that a constant has in every element; undefined for other nodes and for constants with several numbers. */
export function constantValue({ operation, attributes: { values } }: Tensor): number | undefined {
  if (operation.source !== "constant" || !isNumbers(values)) return undefined;
  return values.length === 1 ? values[0] : undefined;
}

/** A value that is bound by name when a plan runs: data, parameters, states. */
export function input(name: string, shape: Shape, dtype: Dtype = "float"): Tensor {
  return new Tensor(inputOperation, [], { name, shape, dtype }, name);
}

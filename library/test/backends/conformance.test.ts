// Every operation on every backend against its float64 reference, over the samples that each operation brings.
import "../../src/names.ts";
import { describe, expect, it } from "vitest";
import { type Backend, run, wasm } from "../../src/backends/index.ts";
import * as ops from "../../src/ops/index.ts";
import { type Dtype, NdArray, type Operation, Random, type Sample, Tensor } from "../../src/tensor/index.ts";
import { samplesOf } from "../ops/samplesOf.ts";

const backends: readonly Backend[] = [wasm];

/** Elementwise formulas promise 2 units in the last place of float32, 2^-22 relative. */
const elementwiseTolerance = 2 ** -22;
/** What is added up from many terms, relative to the size of the largest result. */
const accumulatedTolerance = 1e-5;

interface WithOperation {
  readonly operation: Operation;
}

const hasOperation = (value: unknown): value is WithOperation =>
  typeof value === "function" && "operation" in value && typeof value.operation === "object";

const operations = [
  ops.constant(0).operation,
  ...Object.values<unknown>(ops)
    .filter(hasOperation)
    .map(({ operation }) => operation),
];

function dtypeOf({ data }: NdArray): Dtype {
  return data instanceof Int32Array ? "int32" : "float";
}

function sampleDtype(sample: Sample, position: number): Dtype {
  const array = sample.inputs[position];
  return sample.dtypes?.[position] ?? (array === undefined ? "float" : dtypeOf(array));
}

/** The node of a sample; each operand passes through `present`, which gives the same value in another layout. */
function sampleNode(operation: Operation, sample: Sample, present: (x: NdArray, name: Tensor) => Tensor): Tensor {
  const inputs = sample.inputs.map((array, position) =>
    present(array, ops.input(`in${position}`, array.shape, sampleDtype(sample, position))),
  );
  return new Tensor(operation, inputs, sample.attributes ?? {});
}

function feedsOf(sample: Sample, layout: (array: NdArray) => NdArray): Record<string, NdArray> {
  return Object.fromEntries(sample.inputs.map((array, position) => [`in${position}`, layout(array)]));
}

/** The expected value: the reference of the operation itself, without any planner. */
function expected(operation: Operation, sample: Sample): NdArray {
  const node = sampleNode(operation, sample, (_, x) => x);
  return ops.referenceValue(operation, sample.inputs, node, node.attributes);
}

function largest({ data }: NdArray): number {
  return Array.from(data).reduce((most, x) => (Number.isFinite(x) ? Math.max(most, Math.abs(x)) : most), 0);
}

/** Whether a computed number is the expected one: equal as float32, or within a tolerance. */
function agrees(got: number, wanted: number, allowed: number): boolean {
  if (Number.isNaN(wanted)) return Number.isNaN(got);
  const rounded = Math.fround(wanted);
  if (got === rounded) return true;
  return Number.isFinite(rounded) ? Math.abs(got - wanted) <= allowed : false;
}

function expectAgreement(operation: Operation, got: NdArray, wanted: NdArray): void {
  expect(got.shape).toEqual(wanted.shape);
  const isElementwise = operation.scalar !== undefined;
  const scale = Math.max(largest(wanted), 1);
  wanted.data.forEach((value, index) => {
    const allowed = isElementwise
      ? Math.abs(value) * elementwiseTolerance + 2 ** -148
      : Math.abs(value) * accumulatedTolerance + scale * 1e-6;
    const actual = got.data[index] ?? Number.NaN;
    if (!agrees(actual, value, allowed)) {
      expect.fail(`${operation.name}, element ${index} of ${got.size}: got ${actual}, expected ${value} ± ${allowed}`);
    }
  });
}

function transposed(array: NdArray): NdArray {
  const node = ops.transpose(ops.input("x", array.shape));
  const moved = ops.referenceValue(node.operation, [array], node, node.attributes);
  return new NdArray(array.data instanceof Int32Array ? Int32Array.from(moved.data) : moved.data, moved.shape);
}

describe.each(backends)("$name computes every operation as its reference does", (backend) => {
  describe.each(operations)("$name", (operation) => {
    const samples = samplesOf(operation, new Random(20));
    it.each(samples.map((sample, index) => ({ title: sample.title ?? `sample ${index}`, sample })))(
      "$title",
      async ({ sample }) => {
        const wanted = expected(operation, sample);
        const output = sampleNode(operation, sample, (_, x) => x);
        const { y } = await run(
          { y: output },
          feedsOf(sample, (array) => array),
          backend,
        );
        expectAgreement(operation, y, wanted);
      },
    );
    it("reads operands in another layout", async () => {
      for (const sample of samples) {
        const output = sampleNode(operation, sample, (array, x) =>
          ops.transpose(ops.input(String(x.label), [...array.shape].reverse(), x.dtype)),
        );
        const { y } = await run({ y: output }, feedsOf(sample, transposed), backend);
        expectAgreement(operation, y, expected(operation, sample));
      }
    });
  });
});

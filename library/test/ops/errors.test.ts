// Wrong operands and attributes are refused with messages that say what, got, expected and how to fix it.
import { describe, expect, test } from "vitest";
import {
  add,
  argmax,
  broadcastTo,
  cast,
  concatenate,
  constant,
  divide,
  equal,
  gather,
  input,
  iota,
  logicalAnd,
  matmul,
  maximum,
  mean,
  oneHot,
  pad,
  randomUniform,
  reshape,
  scatterAdd,
  select,
  slice,
  softmax,
  squeeze,
  stack,
  sum,
  transpose,
} from "../../src/ops/index.ts";
import { ShapeError } from "../../src/tensor/index.ts";

const a = input("a", [2, 3]);
const b = input("b", [2, 4]);
const whole = input("whole", [2, 3], "int32");
const truth = input("truth", [2, 3], "bool");

const refusals: readonly (readonly [() => unknown, string])[] = [
  [() => add(a, b), "cannot broadcast a [2,3] with b [2,4]: dimension 1 is 3 in a and 4 in b"],
  [
    () => add(a, input("c", [2])),
    "cannot broadcast a [2,3] with b [2]: dimension -1 (counted from the end) is 3 in a and 2 in b",
  ],
  [
    () => add(a, whole),
    'add cannot take b: got a value of dtype int32, expected float. Convert it with cast(b, "float")',
  ],
  [
    () => maximum(whole, 0.5),
    'maximum cannot take b: got a value of dtype float, expected int32. Convert it with cast(b, "int32")',
  ],
  [
    () => divide(whole, whole),
    'divide cannot take a: got a value of dtype int32, expected float. Convert it with cast(a, "float")',
  ],
  [
    () => equal(truth, truth),
    'equal cannot take a: got a value of dtype bool, expected float. Convert it with cast(a, "float")',
  ],
  [
    () => logicalAnd(a, truth),
    'logicalAnd cannot take a: got a value of dtype float, expected bool. Convert it with cast(a, "bool")',
  ],
  [
    () => select(a, a, a),
    'select cannot take condition: got a value of dtype float, expected bool. Convert it with cast(condition, "bool")',
  ],
  [() => sum(truth), 'sum cannot take x: got a value of dtype bool, expected float. Convert it with cast(x, "float")'],
  [
    () => sum(a, { axes: 2 }),
    "axis is outside of the shape: got axis 2 of a value with 2 axes, expected a whole number from -2 to 1",
  ],
  [() => mean(a, { axes: [0, -2] }), "an axis is named twice: got axes 0, 0"],
  [() => argmax(input("none", [2, 0])), "argmax over axis 1: got no elements, expected at least one"],
  [
    () => softmax(constant(1)),
    "axis is outside of the shape: got axis -1 of a value with 0 axes, expected no axis (the value is a scalar)",
  ],
  [
    () => matmul(a, b),
    "cannot multiply a [2,3] by b [2,4]: a has 3 columns (dimension 1) and b has 2 rows (dimension 0)",
  ],
  [
    () => matmul(a, constant([1, 2, 3])),
    "matmul takes matrices: got a [2,3] and b [3], expected at least two axes each. Add an axis of size 1 with expandDims",
  ],
  [
    () => matmul(input("s", [2, 3, 3]), input("t", [4, 3, 3])),
    "cannot broadcast the stack a [2] with the stack b [4]: dimension 0 is 2 in the stack a and 4 in the stack b",
  ],
  [() => reshape(a, [4, 2]), "cannot reshape x [2,3] to [4,2]: got 6 elements, expected 8"],
  [() => reshape(a, [4, -1]), "cannot reshape x [2,3] to [4,-1]: got 6 elements, expected a multiple of 4"],
  [() => reshape(a, [-1, -1]), "cannot reshape x [2,3] to [-1,-1]: got several sizes of -1, expected at most one"],
  [
    () => transpose(a, [0]),
    "transpose needs each axis once: got axes 0 of a value with 2 axes, expected an order of 0 to 1",
  ],
  [
    () => transpose(a, [1, 1]),
    "transpose needs each axis once: got axes 1, 1 of a value with 2 axes, expected an order of 0 to 1",
  ],
  [
    () => broadcastTo(a, [4, 3]),
    "cannot broadcast x [2,3] with the shape [4,3]: dimension 0 is 2 in x and 4 in the shape",
  ],
  [() => broadcastTo(a, [1, 3]), "cannot broadcast x [2,3] to the smaller shape [1,3]"],
  [
    () => slice(a, { start: [0, 2], size: [1, 2] }),
    "slice leaves axis 1: got start 2, size 2, step 1, expected a part of 0 to 2",
  ],
  [() => pad(a, { low: [-1] }), "pad adds elements: got -1 of them, expected 0 or more. Use slice"],
  [() => squeeze(a, 0), "cannot squeeze axis 0 of x [2,3]: got size 2, expected size 1"],
  [
    () => concatenate([a, b], 0),
    "cannot concatenate tensor 1 with tensor 0 along axis 0: got float [2,4], expected float [2,3], of which only axis 0 may differ",
  ],
  [
    () => concatenate([a, whole]),
    "cannot concatenate tensor 1 with tensor 0 along axis 0: got int32 [2,3], expected float [2,3], of which only axis 0 may differ",
  ],
  [() => stack([]), "concatenate needs at least one tensor"],
  [
    () => gather(a, b),
    'gather cannot take indices: got a value of dtype float, expected int32. Convert it with cast(indices, "int32")',
  ],
  [
    () => scatterAdd(a, input("i", [4], "int32"), { size: 5 }),
    "updates [2,3] do not fit indices [4]: expected updates with the shape of the indices from axis 0 on",
  ],
  [
    () => oneHot(cast(whole, "float"), 3),
    'oneHot cannot take indices: got a value of dtype float, expected int32. Convert it with cast(indices, "int32")',
  ],
  [() => oneHot(whole, -3), "the number of classes is no size: got -3, expected a whole number from 0 on"],
  [() => iota({ shape: [2.5] }), "a shape has sizes that are whole numbers from 0 on: got [2.5]"],
  [
    () => randomUniform(whole, input("step", [], "int32"), { shape: [2] }),
    "randomUniform takes a scalar seed and a scalar step: got [2,3] and [], expected two scalars",
  ],
];

describe("refused with a message to act on", () => {
  test.each(refusals.map(([make, message]) => [message, make] as const))("%s", (message, make) => {
    const caught = (() => {
      try {
        return make();
      } catch (error) {
        return error;
      }
    })();
    expect(caught).toBeInstanceOf(ShapeError);
    expect(caught instanceof ShapeError ? caught.message : "").toBe(message);
  });
});

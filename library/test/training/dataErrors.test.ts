// Data that cannot be learned from: each is refused wherever data are given, with one code, and says which row is wrong.
import { describe, expect, test } from "vitest";
import { DataError, dense, type Model, sequential } from "../../src/index.ts";

/** Data of unknown origin, as a program without types would pass them: a table of anything. */
type Unknown = unknown;

interface BadData {
  readonly title: string;
  readonly value: Unknown;
  /** What the message says after the name of the data. */
  readonly message: string;
}

function hole(list: Unknown[], at: number): Unknown[] {
  const copy = [...list];
  delete copy[at];
  return copy;
}

const bad = (title: string, value: Unknown, message: string): BadData => ({ title, value, message });

const features: readonly BadData[] = [
  bad("a row that is shorter", [[1, 2], [3], [5, 6]], "row 1 has another length: got 1, expected 2 values as in row 0"),
  bad(
    "a row that is longer",
    [
      [1, 2],
      [3, 4],
      [5, 6, 7],
    ],
    "row 2 has another length: got 3, expected 2 values",
  ),
  bad("a first row without values", [[], [3, 4], [5, 6]], "row 1 has another length: got 2, expected 0 values"),
  bad("a typed row that is shorter", [Float32Array.of(1, 2), Float32Array.of(3), [5, 6]], "row 1 has another length"),
  bad("rows of another width", [[1], [2], [3]], "rows do not fit the model: got shape [3,1], expected [3,2]"),
  bad("rows of another rank", [[[1, 2]], [[3, 4]], [[5, 6]]], "rows do not fit the model: got shape [3,1,2]"),
  bad("a list of numbers", [1, 2, 3], "rows do not fit the model: got shape [3], expected [3,2]"),
  bad(
    "a text",
    [
      [1, 2],
      [3, "4"],
      [5, 6],
    ],
    'row 1, column 1: got "4", expected a number',
  ),
  bad(
    "a text in the first row",
    [
      ["a", 2],
      [3, 4],
      [5, 6],
    ],
    'row 0, column 0: got "a", expected a number',
  ),
  bad("a text for a row", [[1, 2], "3,4", [5, 6]], 'row 1: got "3,4", expected a list of 2'),
  bad(
    "NaN",
    [
      [1, 2],
      [3, 4],
      [Number.NaN, 6],
    ],
    "row 2, column 0: got NaN, expected a finite number",
  ),
  bad(
    "infinity",
    [
      [1, 2],
      [3, -1 / 0],
      [5, 6],
    ],
    "row 1, column 1: got -Infinity, expected a finite number",
  ),
  bad("NaN in a typed array", { data: Float32Array.of(1, 2, 3, Number.NaN, 5, 6), shape: [3, 2] }, "row 1, column 1"),
  bad(
    "null",
    [
      [1, 2],
      [null, 4],
      [5, 6],
    ],
    "row 1, column 0: got null, expected a number",
  ),
  bad(
    "undefined",
    [
      [1, 2],
      [3, undefined],
      [5, 6],
    ],
    "row 1, column 1: got undefined, expected a number",
  ),
  bad("null for a row", [[1, 2], null, [5, 6]], "row 1: got null, expected a list of 2"),
  bad("a hole in a row", [[1, 2], hole([3, 4], 0), [5, 6]], "row 1, column 0: got undefined, expected a number"),
  bad(
    "a hole among rows",
    hole(
      [
        [1, 2],
        [3, 4],
        [5, 6],
      ],
      1,
    ),
    "row 1: got undefined, expected a list of 2",
  ),
  bad(
    "a bigint",
    [
      [1, 2],
      [3, 4n],
      [5, 6],
    ],
    "row 1, column 1: got 4n, a bigint, expected a number",
  ),
  bad(
    "a row of bigints",
    [[1, 2], BigInt64Array.of(3n, 4n), [5, 6]],
    "row 1: got a BigInt64Array, expected a list of 2",
  ),
  bad(
    "bigints",
    BigInt64Array.of(1n, 2n),
    "is no data: got a BigInt64Array, expected an NdArray, a typed array or lists",
  ),
  bad(
    "true",
    [
      [1, 2],
      [3, true],
      [5, 6],
    ],
    "row 1, column 1: got true, expected a number",
  ),
  bad(
    "a date",
    [
      [1, 2],
      [3, new Date(0)],
      [5, 6],
    ],
    "row 1, column 1: got a date, expected a number",
  ),
  bad(
    "a list for a number",
    [
      [1, 2],
      [3, [4]],
      [5, 6],
    ],
    "row 1, column 1: got a list of 1, expected a number",
  ),
  bad("a number for a row", [[1, 2], 3, [5, 6]], "row 1: got 3, expected a list of 2"),
  bad("no rows", [], "is empty: got shape [0], expected at least one row"),
  bad("rows without values", [[], [], []], "is empty: got shape [3,0], expected at least one row"),
  bad("no rows with a shape", { data: Float32Array.of(), shape: [0, 2] }, "is empty: got shape [0,2]"),
  bad("too few values for the shape", { data: Float32Array.of(1), shape: [3, 2] }, "the number of values does not fit"),
  bad("a text for the data", "1,2", 'is no data: got "1,2", expected an NdArray, a typed array or lists'),
  bad("nothing", undefined, "is no data: got undefined, expected an NdArray, a typed array or lists"),
  bad("a number for the data", 3, "is no data: got 3, expected an NdArray, a typed array or lists"),
];

const targets: readonly BadData[] = [
  bad("a label out of range", [0, 3, 1], "row 1: got 3, expected a label from 0 to 2"),
  bad("a negative label", [0, 1, -1], "row 2: got -1, expected a label from 0 to 2"),
  bad("a fraction for a label", [0, 0.5, 1], "row 1: got 0.5, expected a label from 0 to 2"),
  bad("a label out of range in a column", [[0], [1], [9]], "row 2: got 9, expected a label from 0 to 2"),
  bad(
    "a label out of range in a typed array",
    Uint8Array.of(0, 200, 1),
    "row 1: got 200, expected a label from 0 to 2",
  ),
  bad("NaN for a label", [0, Number.NaN, 1], "row 1: got NaN, expected a finite number"),
  bad("a text for a label", [0, "cat", 1], 'row 1: got "cat", expected a number'),
  bad("null for a label", [0, 1, null], "row 2: got null, expected a number"),
  bad("a hole among labels", hole([0, 1, 2], 1), "row 1: got undefined, expected a number"),
  bad("a bigint for a label", [0, 1n, 2], "row 1: got 1n, a bigint, expected a number"),
  bad("bigints for labels", BigInt64Array.of(0n, 1n, 2n), "is no data: got a BigInt64Array"),
  bad(
    "a number too large for a probability",
    [
      [0, 1, 0],
      [0, 2, 0],
      [1, 0, 0],
    ],
    "row 1, column 1: got 2, expected a number",
  ),
  bad(
    "a negative probability",
    [
      [0, 1, 0],
      [0, 1, 0],
      [-1, 2, 0],
    ],
    "row 2, column 0: got -1, expected a number from 0",
  ),
  bad(
    "ragged probabilities",
    [
      [0, 1, 0],
      [0, 1],
      [1, 0, 0],
    ],
    "row 1 has another length: got 2, expected 3 values",
  ),
  bad(
    "another number of classes",
    [
      [0, 1],
      [0, 1],
      [1, 0],
    ],
    "does not fit the model's output: got shape [3,2]",
  ),
  bad("fewer targets than rows", [0, 1], "have different numbers of rows: got 3 and 2"),
  bad("more targets than rows", [0, 1, 2, 0], "have different numbers of rows: got 3 and 4"),
  bad("no targets", [], "is empty: got shape [0], expected at least one row"),
  bad("nothing for targets", undefined, "is no data: got undefined"),
  bad("an object for targets", [{ kind: 1 }], "row 0: got an object, expected a number"),
];

const weights: readonly BadData[] = [
  bad("a negative weight", [1, -1, 1], "row 1: got -1, expected a number that is not negative"),
  bad("NaN for a weight", [1, Number.NaN, 1], "row 1: got NaN, expected a finite number"),
  bad("a text for a weight", [1, "2", 1], 'row 1: got "2", expected a number'),
  bad("fewer weights than rows", [1, 1], "have different numbers of rows: got 3 and 2"),
];

const x = [
  [1, 2],
  [3, 4],
  [5, 6],
];
const y = [0, 1, 2];

interface Given {
  readonly x: Unknown;
  readonly y: Unknown;
  readonly sampleWeight?: Unknown;
}

function network(): Model {
  const model = sequential([dense({ units: 3, activation: "softmax", inputShape: [2] })], { seed: 1 });
  model.compile({ optimizer: "sgd", loss: "categoricalCrossentropy" });
  return model;
}

/** A method of a model without its types. */
async function call(
  model: Model,
  method: "fit" | "evaluate" | "predict" | "partialFit",
  ...values: Unknown[]
): Promise<Unknown> {
  return Reflect.apply(model[method], model, values);
}

/** Where data are given, and what they are called there. */
const everywhere = [
  ["fit", "", ({ x, y, ...options }: Given, model: Model) => call(model, "fit", x, y, options)],
  ["evaluate", "", ({ x, y, ...options }: Given, model: Model) => call(model, "evaluate", x, y, options)],
  ["partialFit", "", ({ x, y, ...options }: Given, model: Model) => call(model, "partialFit", x, y, options)],
  [
    "the second batch of a source",
    "batch 1: ",
    (given: Given, model: Model) => call(model, "fit", () => [{ x, y }, given]),
  ],
] as const;
const validation = [
  "validation data",
  "validation ",
  (given: Given, model: Model) => call(model, "fit", x, y, { validationData: given }),
] as const;

async function refused(attempt: Promise<Unknown>, name: string, message: string): Promise<void> {
  const error: Unknown = await attempt.then(
    () => "nothing was refused",
    (reason) => reason,
  );
  expect(error).toBeInstanceOf(DataError);
  if (!(error instanceof DataError)) return;
  expect(error.code).toBe("CR-D001");
  const isCount = message.startsWith("have different");
  expect(error.message).toContain(isCount ? `${name} ${message}` : `${name}: ${message}`);
}

describe.each([...everywhere, validation])("%s refuses", (_where, prefix, give) => {
  test.each(features)("as features: $title", async ({ value, message }) => {
    await refused(give({ x: value, y }, network()), `${prefix}x`, message);
  });
  test.each(targets)("as targets: $title", async ({ value, message }) => {
    await refused(give({ x, y: value }, network()), `${prefix}y`, message);
  });
  test.each(weights)("as weights: $title", async ({ value, message }) => {
    await refused(give({ x, y, sampleWeight: value }, network()), `${prefix}sampleWeight`, message);
  });
});

test.each(features)("predict refuses $title", async ({ value, message }) => {
  await refused(call(network(), "predict", value), "x", message);
});

test.each([
  [[1], "the row does not fit the model: got 1 values, expected 2"],
  [{ age: 1 }, "the row does not fit the model: got an object, expected 2"],
  [null, "the row does not fit the model: got null, expected 2"],
  [undefined, "the row does not fit the model: got undefined, expected 2"],
  [[1, "2"], 'column 1 of the row: got "2", expected a finite number'],
  [[1, Number.NaN], "column 1 of the row: got NaN, expected a finite number"],
  [hole([1, 2], 0), "column 0 of the row: got undefined, expected a finite number"],
  [BigInt64Array.of(1n, 2n), "column 0 of the row: got 1n, a bigint, expected a finite number"],
])("a predictor refuses %o", (row, message) => {
  const predictRow = network().predictor();
  const attempt = () => Reflect.apply(predictRow, undefined, [row]);
  expect(attempt).toThrow(message);
  expect(attempt).toThrow(DataError);
});

test("good data are taken everywhere", async () => {
  for (const [, , give] of [...everywhere, validation]) {
    await expect(give({ x, y, sampleWeight: [1, 1, 0] }, network())).resolves.toBeDefined();
  }
});

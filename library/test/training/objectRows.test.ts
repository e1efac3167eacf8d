// Rows of objects: columns by name, in the order that a model has learned, whatever the order of a row's keys.
import { describe, expect, test } from "vitest";
import {
  apply,
  ConfigError,
  concatenate,
  DataError,
  dense,
  type FeatureInput,
  FormatError,
  functional,
  input,
  loadModel,
  type Model,
  NdArray,
  sequential,
} from "../../src/index.ts";

/** A model that gives `10 age + area`, for rows of these columns. */
async function priced(x: FeatureInput = [{ age: 3, area: 2 }]): Promise<Model> {
  const model = sequential([dense({ units: 1, useBias: false, trainable: false }), dense({ units: 1 })], { seed: 1 });
  model.compile({ optimizer: "sgd", loss: "meanSquaredError" });
  await model.fit(x, [1]);
  model.setWeights({ "dense/kernel": [[10], [1]], "dense_1/kernel": [[1]], "dense_1/bias": [0] });
  return model;
}

const untyped = (json: string) => JSON.parse(json);
const predicted = async (model: Model, x: FeatureInput) => [...(await model.predict(x)).data];

describe("columns", () => {
  test("are those of the first row that fit saw, in its order", async () => {
    const model = await priced();
    expect(model.columns).toEqual({ x: ["age", "area"] });
    expect(
      await predicted(model, [
        { age: 1, area: 2 },
        { area: 3, age: 4 },
      ]),
    ).toEqual([12, 43]);
    expect(await predicted(model, [{ area: 2, age: 1 }])).toEqual([12]);
    expect(await predicted(model, { x: [{ area: 2, age: 1 }] })).toEqual([12]);
    expect(await predicted(model, [[1, 2]])).toEqual([12]);
  });
  test("may be in another order in every row of fit, of validation data and of evaluate", async () => {
    const model = await priced();
    const rows = [
      { area: 2, age: 1 },
      { age: 2, area: 1 },
    ];
    expect(await model.evaluate(rows, [12, 21])).toEqual({ loss: 0 });
    model.compile({ optimizer: "sgd", loss: "meanSquaredError" });
    const validationData = { x: rows, y: [12, 21] };
    const history = await model.fit(rows, [12, 21], { validationData, epochs: 2 });
    expect([history.loss, history.valLoss]).toEqual([
      [0, 0],
      [0, 0],
    ]);
    expect(model.columns).toEqual({ x: ["age", "area"] });
  });
  test("are learned by partialFit, and from batches", async () => {
    const batches = sequential([dense({ units: 1 })], { seed: 1 });
    batches.compile({ optimizer: "sgd", loss: "meanSquaredError" });
    await batches.fit(() => [
      { x: [{ b: 1, a: 2 }], y: [1] },
      { x: [{ a: 1, b: 2 }], y: [1] },
    ]);
    expect(batches.columns).toEqual({ x: ["b", "a"] });
    const single = sequential([dense({ units: 1 })], { seed: 1 });
    single.compile({ optimizer: "sgd", loss: "meanSquaredError" });
    await single.partialFit([{ b: 1, a: true }], [1]);
    expect(single.columns).toEqual({ x: ["b", "a"] });
  });
  test("named x and y are no batch", async () => {
    const model = sequential([dense({ units: 1 })], { seed: 1 });
    model.compile({ optimizer: "sgd", loss: "meanSquaredError" });
    await model.fit([{ x: 1, y: 2 }], [1]);
    expect(model.columns).toEqual({ x: ["x", "y"] });
  });
  test("true counts as 1 and false as 0", async () => {
    expect(await predicted(await priced(), [{ age: true, area: false }])).toEqual([10]);
  });
  test("are saved, and copied", async () => {
    const model = await priced();
    const loaded = await loadModel(await model.toBytes());
    expect(loaded.columns).toEqual({ x: ["age", "area"] });
    expect(await predicted(loaded, [{ area: 2, age: 1 }])).toEqual([12]);
    expect((await model.clone()).columns).toEqual({ x: ["age", "area"] });
  });
  test("of several inputs are known for each of them", async () => {
    const [house, place] = [input({ shape: [2] }), input({ shape: [1] })];
    const outputs = apply(dense({ units: 1, kernelInitializer: "ones" }), apply(concatenate(), [house, place]));
    const model = functional({ inputs: { house, place }, outputs }, { seed: 1 });
    model.compile({ optimizer: "sgd", loss: "meanSquaredError" });
    await model.fit({ house: [{ rooms: 1, floors: 2 }], place: [[3]] }, [6]);
    expect(model.columns).toEqual({ house: ["rooms", "floors"] });
    const one = await model.predict({ house: [{ floors: 5, rooms: 1 }], place: [[3]] });
    expect(one.data).toEqual((await model.predict({ house: [[1, 5]], place: [[3]] })).data);
    await expect(model.predict({ house: [{ floors: 5 }], place: [[3]] })).rejects.toThrow(
      'x.house: row 0 has no column "rooms"',
    );
    const rows = [{ rooms: 1 }];
    // @ts-expect-error: the model takes rows by the names of its inputs
    await expect(model.predict(rows)).rejects.toThrow("x: the model takes several arrays: got one list of rows");
  });
});

describe("rows that do not fit are refused", () => {
  test.each([
    [
      "a missing column",
      '[{"age":1,"area":2},{"age":1}]',
      'x: row 1 has no column "area": expected the columns age, area',
    ],
    ["a missing column in row 0", '[{"area":2}]', 'x: row 0 has no column "age": expected the columns age, area'],
    ["a column too many", '[{"age":1,"area":2,"price":3}]', 'x: row 0 has a column "price" of its own'],
    [
      "a text",
      '[{"age":1,"area":2},{"age":"31","area":2}]',
      'x: row 1, column "age": got "31", expected a number, true or',
    ],
    ["null", '[{"age":1,"area":null}]', 'x: row 0, column "area": got null, expected a number, true or false'],
    ["a list", '[{"age":[1],"area":2}]', 'x: row 0, column "age": got a list of 1'],
    ["an object", '[{"age":{},"area":2}]', 'x: row 0, column "age": got an object'],
    ["a list among objects", '[{"age":1,"area":2},[1,2]]', "x: row 1: got a list of 2, expected an object as in row 0"],
    ["null among objects", '[{"age":1,"area":2},null]', "x: row 1: got null, expected an object as in row 0"],
    ["an object among lists", '[[1,2],{"age":1,"area":2}]', "x: row 1: got an object, expected a list of 2"],
    ["one row alone", '{"age":1,"area":2}', "x: is one row alone: got an object, expected a list of rows: [{ ... }]"],
  ])("%s", async (_title, json, message) => {
    const model = await priced();
    const x: FeatureInput = untyped(json);
    const y = Array.isArray(x) ? x.map(() => 1) : [1];
    const attempts = [
      () => model.predict(x),
      () => model.evaluate(x, y),
      () => model.fit(x, y),
      () => model.partialFit(x, y),
      () => model.fit(() => [{ x, y }]),
    ];
    for (const attempt of attempts) {
      await expect(attempt()).rejects.toThrow(message);
      await expect(attempt()).rejects.toThrow(DataError);
    }
  });
  test.each([
    [Number.NaN, "got NaN, expected a finite number"],
    [Number.POSITIVE_INFINITY, "got Infinity, expected a finite number"],
    [undefined, "got undefined, expected a number, true or false"],
    [10n, "got 10n, a bigint, expected a number, true or false"],
    [new Date(0), "got a date, expected a number, true or false"],
    [() => 1, "got a function, expected a number, true or false"],
  ])("%s", async (value, message) => {
    const model = await priced();
    const rows: unknown[] = [
      { age: 1, area: 2 },
      { age: 1, area: value },
    ];
    // @ts-expect-error: values of unknown origin
    await expect(model.predict(rows)).rejects.toThrow(`x: row 1, column "area": ${message}`);
  });
  test("a hole among the rows, and rows without columns", async () => {
    const rows = new Array<{ age: number; area: number }>(2).fill({ age: 1, area: 2 });
    delete rows[1];
    await expect((await priced()).predict(rows)).rejects.toThrow("x: row 1: got undefined, expected an object as in");
    await expect(priced([{}])).rejects.toThrow("x: row 0 has no columns");
  });
  test("rows of a model that was trained on lists, until it is told the names of the columns", async () => {
    const model = await priced([[3, 2]]);
    const rows = [{ area: 2, age: 1 }];
    await expect(model.predict(rows)).rejects.toThrow(
      'x: the model does not know the order of the columns: got rows of objects, expected lists of numbers, as the model was trained on. Set model.columns = { x: ["...", "..."] }',
    );
    await expect(model.evaluate(rows, [1])).rejects.toThrow(DataError);
    model.columns = { x: ["age", "area"] };
    expect(await predicted(model, rows)).toEqual([12]);
  });
  test("rows of other columns than those of the model's input", async () => {
    const model = sequential([dense({ units: 1, inputShape: [3] })], { seed: 1 });
    model.compile({ optimizer: "sgd", loss: "meanSquaredError" });
    await expect(model.fit([{ age: 1, area: 2 }], [1])).rejects.toThrow("got shape [1,2], expected [1,3]");
    expect(model.columns).toEqual({});
  });
  test("objects as targets", async () => {
    // @ts-expect-error: targets are numbers
    await expect((await priced()).fit([[1, 2]], [{ price: 1 }])).rejects.toThrow("y: row 0: got an object");
  });
});

test.each([
  ['{"z":["a","b"]}', "columns.z: got names, expected the names of inputs: x"],
  ['{"x":["a"]}', "columns.x: got 1 names, expected 2, one for each number of a row"],
  ['{"x":["a","a"]}', 'columns.x: got ["a","a"], expected a list of texts, all of them different'],
  ['{"x":[1,2]}', "columns.x: got [1,2], expected a list of texts"],
  ['{"x":"ab"}', 'columns.x: got "ab", expected a list of texts'],
])("columns %s are refused", async (json, message) => {
  const model = await priced();
  expect(() => {
    model.columns = untyped(json);
  }).toThrow(message);
  expect(() => {
    model.columns = untyped(json);
  }).toThrow(ConfigError);
  expect(model.columns).toEqual({ x: ["age", "area"] });
});

test("a file whose columns do not fit is refused", async () => {
  const model = await priced();
  const bytes = await model.toBytes();
  const text = new TextDecoder("latin1").decode(bytes).replace('\\"age\\",', '\\"are\\",');
  const changed = Uint8Array.from(text, (character) => character.charCodeAt(0));
  await expect(loadModel(changed)).rejects.toThrow(FormatError);
});

describe("numbers with a shape", () => {
  test("are rows like any others", async () => {
    const model = await priced();
    const data = Float32Array.of(1, 2, 3, 4);
    const x = { data, shape: [2, 2] };
    expect(await predicted(model, x)).toEqual([12, 34]);
    expect(await predicted(model, { x })).toEqual([12, 34]);
    expect(await model.evaluate(x, { data: Uint8Array.of(12, 34), shape: [2, 1] })).toEqual({ loss: 0 });
    expect(await predicted(model, new NdArray(data, [2, 2]))).toEqual([12, 34]);
  });
  test("of another shape are refused", async () => {
    const model = await priced();
    const data = Float32Array.of(1, 2, 3, 4);
    const attempt = (shape: readonly number[]) => model.predict({ data, shape });
    await expect(attempt([3, 2])).rejects.toThrow(
      "x: the number of values does not fit the shape: got 4 values, expected 6",
    );
    await expect(attempt([-2, -2])).rejects.toThrow("x: the shape is wrong: got [-2,-2]");
    await expect(attempt([0.5, 8])).rejects.toThrow("x: the shape is wrong: got [0.5,8]");
    await expect(attempt([4, 1])).rejects.toThrow("x: rows do not fit the model: got shape [4,1], expected [4,2]");
  });
  test("are told from inputs that are called data and shape", async () => {
    const [data, shape] = [input({ shape: [1] }), input({ shape: [1] })];
    const outputs = apply(dense({ units: 1, kernelInitializer: "ones" }), apply(concatenate(), [data, shape]));
    const model = functional({ inputs: { data, shape }, outputs }, { seed: 1 });
    expect((await model.predict({ data: Float32Array.of(1, 2), shape: [3, 4] })).data).toEqual(Float32Array.of(4, 6));
  });
});

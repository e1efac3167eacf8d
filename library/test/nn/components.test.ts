// Components: options are checked in one place, and messages say what is wrong, where, and what was meant.
import "../../src/names.ts";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { leakyRelu, relu, sigmoid } from "../../src/nn/activations/index.ts";
import {
  activationRegistry,
  choice,
  configure,
  constraintRegistry,
  decimal,
  defineActivation,
  describeFields,
  flag,
  identifier,
  initializerRegistry,
  layerRegistry,
  lossRegistry,
  nearestName,
  optional,
  readComponent,
  regularizerRegistry,
  shapeField,
  wholeNumber,
} from "../../src/nn/index.ts";
import { dense, dropout } from "../../src/nn/layers/index.ts";
import { meanSquaredError } from "../../src/nn/losses/index.ts";
import { ConfigError } from "../../src/tensor/index.ts";
import { callbackRegistry, metricRegistry, optimizerRegistry, sequential } from "../../src/training/index.ts";
import { adam, sgd } from "../../src/training/optimizers/index.ts";

/** The message of what a call throws. */
function message(call: () => unknown): string {
  try {
    call();
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  throw new Error("nothing was thrown");
}

/** Options of unknown origin, as a program without types would pass them. */
const untyped = (options: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> => options;

describe("messages", () => {
  test.each([
    [() => dense({ units: -3 }), "dense: units: got -3, expected a positive whole number"],
    [() => dense({ units: 2.5 }), "dense: units: got 2.5, expected a positive whole number"],
    [() => dense.create(untyped({})), "dense: units: got nothing, expected a positive whole number"],
    [() => dense.create(untyped({ units: "3" })), 'dense: units: got "3", expected a positive whole number'],
    [() => dropout({ rate: 1 }), "dropout: rate: got 1, expected a number at least 0 and less than 1"],
    [() => dropout({ rate: Number.NaN }), "dropout: rate: got NaN, expected a number at least 0 and less than 1"],
    [() => sgd({ learningRate: -1 }), "sgd: learningRate: got -1, expected a number at least 0, or a schedule"],
    [
      () => adam.create(untyped({ beta1: null })),
      "adam: beta1: got null, expected a number at least 0 and less than 1",
    ],
    [
      () => dense({ units: 1, inputShape: [0] }),
      "dense: inputShape: got [0], expected positive whole numbers such as [64]",
    ],
    [() => dense({ units: 1, name: "a/b" }), 'dense: name: got "a/b", expected a name of letters, digits, _, - and .'],
  ])("%#: %s", (call, expected) => {
    expect(message(call)).toBe(expected);
  });

  test("an unknown option is named with the nearest one", () => {
    expect(message(() => dense.create(untyped({ units: 1, activaton: "relu" })))).toBe(
      'dense: unknown option "activaton": expected one of units, activation, useBias, kernelInitializer, ' +
        "biasInitializer, kernelRegularizer, biasRegularizer, activityRegularizer, kernelConstraint, biasConstraint, " +
        'name, inputShape, trainable. Did you mean "activation"?',
    );
    expect(message(() => sigmoid.create(untyped({ slope: 1 })))).toBe(
      'sigmoid: unknown option "slope": expected no options',
    );
  });

  test("an unknown name is named with the nearest one", () => {
    const wrong = message(() => dense.create(untyped({ units: 1, activation: "sigmod" })));
    expect(wrong).toContain('dense: activation: got "sigmod", expected one of celu, elu,');
    expect(wrong).toContain('Did you mean "sigmoid"?');
    expect(message(() => readComponent(lossRegistry, { type: "mse" }, [], "loss"))).toContain(
      'loss: got "mse", expected a loss:',
    );
    expect(message(() => readComponent(optimizerRegistry, { type: "Adam_" }, [], "optimizer"))).toContain(
      'Did you mean "adam"?',
    );
  });

  test("long and strange values are shortened", () => {
    const long = message(() => dense.create(untyped({ units: "x".repeat(1000) })));
    expect(long.length).toBeLessThan(150);
    const circular: Record<string, unknown> = {};
    circular.self = circular;
    expect(message(() => dense.create(untyped({ units: circular })))).toContain("got a value of type object");
    expect(message(() => dense.create(untyped({ units: () => 1 })))).toContain("got a function");
    expect(message(() => configure({}, [1], "here"))).toBe("here: options: got [1], expected an object");
  });

  test("names of the object's prototype are options like any other unknown one", () => {
    for (const name of ["constructor", "toString", "__proto__"]) {
      const options: Readonly<Record<string, unknown>> = JSON.parse(`{"units": 1, "${name}": 1}`);
      expect(message(() => dense.create(options))).toContain(`unknown option "${name}"`);
    }
  });
});

describe("nearestName", () => {
  const names = ["sigmoid", "relu", "leakyRelu", "softmax", "tanh", "linear"];
  test.each([
    ["sigmod", "sigmoid"],
    ["Sigmoid", "sigmoid"],
    ["leaky_relu", "leakyRelu"],
    ["LeakyReLU", "leakyRelu"],
    ["soft-max", "softmax"],
    ["tan", "tanh"],
    ["realu", "relu"],
    ["rleu", "relu"],
    ["tahn", "tanh"],
    ["nath", undefined],
    ["lin", "linear"],
    ["li", undefined],
    ["softmaxOfAll", "softmax"],
    ["quadratic", undefined],
    ["", undefined],
  ])("%s is %s", (written, expected) => {
    expect(nearestName(written, names)).toBe(expected);
  });
  test("every name is nearest to itself, also with one letter missing or two neighbours swapped", () => {
    fc.assert(
      fc.property(fc.constantFrom(...names), fc.nat(), (name, at) => {
        const position = at % name.length;
        const missing = name.slice(0, position) + name.slice(position + 1);
        const swapped =
          name.slice(0, position) + (name[position + 1] ?? "") + name[position] + name.slice(position + 2);
        return [name, missing, swapped].every((written) => nearestName(written, names) === name);
      }),
    );
  });
});

test("fields are described for help texts and forms", () => {
  const fields = {
    count: wholeNumber({ minimum: 1, maximum: 9, description: "How many" }),
    rate: optional(decimal({ minimum: 0, description: "How fast" }), 0.5),
    mode: optional(choice(["a", "b"], "Which"), "a"),
    isOn: optional(flag("Whether"), true),
    label: optional(identifier("Its name")),
    shape: optional(shapeField("Its shape")),
    activation: optional(activationRegistry.field("What follows"), "relu"),
  };
  const described = describeFields(fields);
  expect(described.map(({ name, type, required, default: value }) => [name, type, required, value])).toEqual([
    ["count", "wholeNumber", true, undefined],
    ["rate", "decimal", false, 0.5],
    ["mode", "choice", false, "a"],
    ["isOn", "flag", false, true],
    ["label", "identifier", false, undefined],
    ["shape", "shape", false, undefined],
    ["activation", "activation", false, "relu"],
  ]);
  expect(described[0]).toMatchObject({ minimum: 1, maximum: 9, description: "How many" });
  expect(described[6]?.choices).toEqual(activationRegistry.names);
});

const registries = [
  activationRegistry,
  initializerRegistry,
  regularizerRegistry,
  constraintRegistry,
  layerRegistry,
  lossRegistry,
  optimizerRegistry,
  metricRegistry,
  callbackRegistry,
];

describe.each(registries)("registry of $kind", (registry) => {
  test("is not empty, and every option says what it is", () => {
    expect(registry.names.length).toBeGreaterThan(0);
    for (const factory of registry.factories) {
      expect(factory.describe().length).toBe(Object.keys(factory.fields).length);
      expect(JSON.stringify(factory.describe())).not.toContain('"registry"');
      for (const { description, expected } of factory.describe()) {
        expect(description.length).toBeGreaterThan(5);
        expect(expected.length).toBeGreaterThan(5);
      }
    }
  });
});

describe("saved forms", () => {
  test("hold the type and every option, components inside others included", () => {
    const layer = dense({ units: 3, activation: leakyRelu({ negativeSlope: 0.1 }), name: "hidden" });
    expect(JSON.parse(JSON.stringify(layer))).toEqual({
      type: "dense",
      units: 3,
      activation: { type: "leakyRelu", negativeSlope: 0.1 },
      useBias: true,
      kernelInitializer: { type: "glorotUniform" },
      biasInitializer: { type: "zeros" },
      name: "hidden",
      trainable: true,
    });
    const copy = readComponent(layerRegistry, JSON.parse(JSON.stringify(layer)), [], "layer");
    expect(copy.toJSON()).toEqual(layer.toJSON());
  });

  test("of a definition of one's own are read where it is given", () => {
    const twice = defineActivation({ name: "twice", description: "Two times the value", call: (x) => x });
    const json: unknown = JSON.parse(JSON.stringify(dense({ units: 1, activation: twice() })));
    expect(message(() => readComponent(layerRegistry, json, [], "layers[0]"))).toContain(
      'layers[0].activation: got "twice"',
    );
    const copy = readComponent(layerRegistry, json, [twice], "layers[0]");
    expect(copy.config.activation).toMatchObject({ kind: "activation", type: "twice" });
  });

  test("components cannot be changed", () => {
    const layer = dense({ units: 3 });
    expect(Object.isFrozen(layer) && Object.isFrozen(layer.config)).toBe(true);
  });
});

test("a definition in the place of what it makes is told to be called", () => {
  const notCalled: unknown = relu;
  expect(() => dense.create({ units: 1, activation: notCalled })).toThrow("got relu without parentheses: write relu()");
  const model = sequential([dense({ units: 1 })], { seed: 1 });
  const options: Parameters<typeof model.compile>[0] = JSON.parse('{"optimizer":"sgd","loss":"meanSquaredError"}');
  for (const wrong of [{ loss: meanSquaredError }, { optimizer: adam }]) {
    expect(() => model.compile(Object.assign({}, options, wrong))).toThrow(/without parentheses: write \w+\(\)/);
  }
});

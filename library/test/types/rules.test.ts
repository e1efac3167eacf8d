// What layers say of their rows to the compiler is true when they run: rank and last axis of what each of them gives.
import { expect, test } from "vitest";
import {
  apply,
  ConfigError,
  input,
  type KnownRows,
  layerRegistry,
  type RowsRule,
  readComponent,
  type Shape,
} from "../../src/index.ts";
import { layers } from "../../src/nn/index.ts";

/** Options that a layer cannot do without. */
const needed: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  activation: { activation: { type: "relu" } },
  conv2D: { filters: 5, kernelSize: 1 },
  dense: { units: 5 },
  dropout: { rate: 0.5 },
  embedding: { inputDim: 9, outputDim: 5 },
  gaussianNoise: { stddev: 1 },
  gru: { units: 5 },
  lstm: { units: 5 },
  reshape: { targetShape: [-1, 2] },
  simpleRnn: { units: 5 },
};

/** Layers that merge take several values. */
const merging = ["add", "concatenate", "multiply"];
const shapes: readonly Shape[] = [[4], [2, 4], [2, 2, 4]];

type Options = Readonly<Record<string, unknown>>;

function givenRank({ gives }: RowsRule, options: Options, rank: number): number {
  if (gives === undefined) throw new Error("every built-in layer says which rank it gives");
  if (gives === "same") return rank;
  if (gives === "oneMore") return rank + 1;
  if (typeof gives === "number") return gives;
  if ("set" in gives) return options[gives.option] === true ? gives.set : gives.unset;
  const shape = options[gives.lengthOf];
  return Array.isArray(shape) ? shape.length : Number.NaN;
}

/** The size of the last axis; undefined where the layer says nothing of it. */
function givenUnits({ lastAxis }: RowsRule, options: Options, units: number): number | undefined {
  if (lastAxis === "same") return units;
  return lastAxis === undefined ? undefined : Number(options[lastAxis.option]);
}

function rulesOf(list: Readonly<Record<string, unknown>>): Map<string, RowsRule | undefined> {
  const isRule = (value: unknown): value is RowsRule => typeof value === "object" && value !== null;
  return new Map(
    Object.values(list).flatMap((factory) => {
      if (typeof factory !== "function" || !("rows" in factory && "type" in factory)) return [];
      return [[String(factory.type), isRule(factory.rows) ? factory.rows : undefined]];
    }),
  );
}

const rules = rulesOf(layers);

function applied(name: string, options: Options, shape: Shape): KnownRows {
  const layer = readComponent(layerRegistry, { type: name, ...options }, [], name);
  const value = input({ shape, dtype: layer.inputDtype });
  const { shape: given } = apply(layer, merging.includes(name) ? [value, value] : value);
  return { rank: given.length, units: given.at(-1) ?? 1 };
}

/** Options under which a rule holds: those that are needed, and the one that decides on the rank set and not set. */
function cases(name: string, rule: RowsRule): Options[] {
  const options = needed[name] ?? {};
  const { gives } = rule;
  if (typeof gives !== "object" || !("set" in gives)) return [options];
  return [options, { ...options, [gives.option]: true }, { ...options, [gives.option]: false }];
}

test("every built-in layer says what rows it gives", () => {
  expect([...rules].filter(([, rule]) => rule?.gives === undefined)).toEqual([]);
  expect([...rules.keys()].sort()).toEqual([...layerRegistry.names]);
});

const known = [...rules].flatMap(([name, rule]) => (rule === undefined ? [] : [{ name, rule }]));
const everyCase = known.flatMap(({ name, rule }) => cases(name, rule).map((options) => ({ name, rule, options })));

test.each(everyCase)("$name gives rows as it says, with $options", ({ name, rule, options }) => {
  const axes = rule.takes?.length;
  for (const shape of shapes.filter(({ length }) => axes === undefined || length === axes)) {
    const { rank, units } = applied(name, options, shape);
    expect(rank).toBe(givenRank(rule, options, shape.length));
    expect(units).toBe(givenUnits(rule, options, shape.at(-1) ?? 1) ?? units);
  }
});

test.each(known.filter(({ rule }) => rule.takes !== undefined))(
  "$name takes no rows of another rank",
  ({ name, rule }) => {
    for (const shape of shapes.filter(({ length }) => length !== rule.takes?.length)) {
      expect(() => applied(name, needed[name] ?? {}, shape)).toThrow(ConfigError);
    }
  },
);

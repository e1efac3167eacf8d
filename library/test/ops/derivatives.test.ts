// Every derivative, of orders 1 and 2, against central differences in float64, over the samples of every operation.
import { describe, expect, test } from "vitest";
import { gradients } from "../../src/graph/index.ts";
import { add, constant, multiply, sampleInputs, sum } from "../../src/ops/index.ts";
import { NdArray, type Operation, Random, type Sample, Tensor } from "../../src/tensor/index.ts";
import { closeTo } from "./closeTo.ts";
import { type Feeds, interpret, sampleFeeds } from "./interpret.ts";
import { listedOperations } from "./listedOperations.ts";
import { samplesOf } from "./samplesOf.ts";

/** Distance of central differences: errors of about 1e-10 from both rounding and the third derivative. */
const step = 1e-5;
const tolerance = { relative: 2e-7, absolute: 2e-7 };
/** Samples with more numbers than this are tried along random directions, the others along every axis too. */
const smallSize = 80;

type Direction = Readonly<Record<string, NdArray>>;

function randomLike(array: NdArray, random: Random): NdArray {
  return new NdArray(
    Float64Array.from(array.data, () => random.uniform(-1, 1)),
    array.shape,
  );
}

/** Inputs moved along a direction. */
function moved(feeds: Feeds, direction: Direction, distance: number): Feeds {
  return Object.fromEntries(
    Object.entries(feeds).map(([name, array]) => {
      const along = direction[name];
      if (along === undefined) return [name, array];
      return [
        name,
        new NdArray(
          Float64Array.from(array.data, (x, at) => x + distance * (along.data[at] ?? 0)),
          array.shape,
        ),
      ];
    }),
  );
}

/** The derivative of values along a direction, by central differences. */
function difference(values: readonly Tensor[], feeds: Feeds, direction: Direction): NdArray[] {
  const after = interpret(values, moved(feeds, direction, step));
  const before = interpret(values, moved(feeds, direction, -step));
  return after.map((array, position) => {
    const other = before[position]?.data ?? array.data;
    return new NdArray(
      Float64Array.from(array.data, (x, at) => (x - (other[at] ?? 0)) / (2 * step)),
      array.shape,
    );
  });
}

/** The scalar sum of values times weights. */
function weighted(values: readonly Tensor[], weights: readonly NdArray[]): Tensor {
  return values
    .map((value, position) => sum(multiply(value, constant(weights[position] ?? new NdArray(new Float64Array(1), [])))))
    .reduce((a, b) => add(a, b));
}

/** A differentiable scalar function of a sample's float inputs. */
interface Subject {
  readonly loss: Tensor;
  readonly variables: readonly Tensor[];
  readonly feeds: Feeds;
}

function subjectOf(operation: Operation, sample: Sample, random: Random): Subject {
  const inputs = sampleInputs(sample);
  const node = new Tensor(operation, inputs, sample.attributes ?? {});
  const feeds = sampleFeeds(sample);
  const weights = interpret([node], feeds).map((value) => randomLike(value, random));
  return { loss: weighted([node], weights), variables: inputs.filter(({ dtype }) => dtype === "float"), feeds };
}

const nameOf = ({ label }: Tensor): string => label ?? "";

function randomDirection({ variables, feeds }: Subject, random: Random): Direction {
  return Object.fromEntries(
    variables.map((variable) => {
      const array = feeds[nameOf(variable)] ?? new NdArray(new Float64Array(1), []);
      return [nameOf(variable), randomLike(array, random)];
    }),
  );
}

/** The directions of all single elements of the variables. */
function axisDirections({ variables, feeds }: Subject): Direction[] {
  return variables.flatMap((variable) => {
    const array = feeds[nameOf(variable)] ?? new NdArray(new Float64Array(1), []);
    return Array.from(array.data, (_, at) => ({
      [nameOf(variable)]: new NdArray(new Float64Array(array.size).fill(1, at, at + 1), array.shape),
    }));
  });
}

const inner = (a: NdArray | undefined, b: NdArray | undefined): number =>
  Array.from(a?.data ?? []).reduce((total, x, at) => total + x * (b?.data[at] ?? 0), 0);

const scalar = (value: number): NdArray => new NdArray(Float64Array.of(value), []);

function checkFirstOrder(subject: Subject, random: Random): void {
  const { loss, variables, feeds } = subject;
  const found = interpret(gradients(loss, variables), feeds);
  expect(found.map(({ shape }) => shape)).toEqual(variables.map(({ shape }) => shape));
  const size = variables.reduce((total, { shape }) => total + shape.reduce((a, b) => a * b, 1), 0);
  const directions = [randomDirection(subject, random), randomDirection(subject, random)];
  if (size <= smallSize) directions.push(...axisDirections(subject));
  for (const direction of directions) {
    const [measured = scalar(0)] = difference([loss], feeds, direction);
    const predicted = variables.reduce(
      (total, variable, at) => total + inner(found[at], direction[nameOf(variable)]),
      0,
    );
    closeTo(scalar(predicted), measured, tolerance);
  }
}

/** The second derivative along a direction is the derivative of the gradient along it, for every element. */
function checkSecondOrder(subject: Subject, random: Random): void {
  const { loss, variables, feeds } = subject;
  const direction = randomDirection(subject, random);
  const first = gradients(loss, variables);
  const along = variables.map((variable) => direction[nameOf(variable)] ?? scalar(0));
  const predicted = interpret(gradients(weighted(first, along), variables), feeds);
  difference(first, feeds, direction).forEach((measured, position) => {
    closeTo(predicted[position] ?? scalar(Number.NaN), measured, tolerance);
  });
}

function differentiableSamples(operation: Operation): Sample[] {
  return samplesOf(operation, new Random(2)).filter((sample) => {
    const inputs = sampleInputs(sample);
    const node = new Tensor(operation, inputs, sample.attributes ?? {});
    return (sample.differentiable ?? true) && node.dtype === "float" && inputs.some(({ dtype }) => dtype === "float");
  });
}

const differentiable = listedOperations.flatMap((operation) => {
  const samples = differentiableSamples(operation);
  return samples.length === 0 ? [] : [[operation.name, operation, samples] as const];
});

test("operations with a derivative rule have samples at which it is tested", () => {
  const tested = new Set(differentiable.map(([name]) => name));
  const withRules = listedOperations.filter(({ vjp }) => Object.keys(vjp).length > 0).map(({ name }) => name);
  expect(withRules.filter((name) => !tested.has(name))).toEqual([]);
});

describe.each(differentiable)("%s", (_name, operation, samples) => {
  test.each(samples.map((sample) => [sample.title ?? "sample", sample] as const))(
    "%s: first derivative",
    (_, sample) => {
      const random = new Random(3);
      checkFirstOrder(subjectOf(operation, sample, random), random);
    },
  );
  test.each(samples.map((sample) => [sample.title ?? "sample", sample] as const))(
    "%s: second derivative",
    (_, sample) => {
      const random = new Random(4);
      checkSecondOrder(subjectOf(operation, sample, random), random);
    },
  );
});

// Random programs for the planner's tests: any mixture of loops, views, assemblies, reductions, kernels and updates.
import fc from "fast-check";
import { createProgram, type Program, type Update } from "../../src/graph/index.ts";
import {
  add,
  argmax,
  broadcastTo,
  cast,
  clip,
  concatenate,
  constant,
  gather,
  input,
  iota,
  less,
  matmul,
  max,
  maximum,
  mean,
  multiply,
  negate,
  pad,
  reshape,
  select,
  slice,
  stack,
  subtract,
  sum,
  transpose,
} from "../../src/ops/index.ts";
import { NdArray, Random, sameShape, sizeOf, type Tensor } from "../../src/tensor/index.ts";

/** What a program is built from: plain numbers, so that a failing one can be made smaller. */
export interface Recipe {
  readonly seed: number;
  readonly steps: readonly { readonly rule: number; readonly operands: readonly number[]; readonly detail: number }[];
  readonly outputs: readonly number[];
  readonly updates: readonly number[];
}

const natural = fc.nat({ max: 1000 });

/** Recipes of programs with up to `size` nodes besides their inputs. */
export const recipes = (size: number): fc.Arbitrary<Recipe> =>
  fc.record({
    seed: natural,
    steps: fc.array(
      fc.record({ rule: natural, operands: fc.array(natural, { minLength: 3, maxLength: 3 }), detail: natural }),
      { maxLength: size, size: "max" },
    ),
    outputs: fc.array(natural, { minLength: 1, maxLength: 4 }),
    updates: fc.array(natural, { maxLength: 3 }),
  });

type Rule = (
  operands: readonly [Tensor, Tensor, Tensor],
  detail: number,
  pool: readonly Tensor[],
) => Tensor | undefined;

const bounded = (x: Tensor): Tensor => clip(x, { minimum: -4, maximum: 4 });
const fits = (a: Tensor, b: Tensor): boolean => a.rank === 0 || b.rank === 0 || sameShape(a.shape, b.shape);

/** The same value in another shape, if it has enough elements for one. */
function reshaped(x: Tensor, detail: number): Tensor {
  const size = sizeOf(x.shape);
  const shapes = [
    [size],
    [1, size],
    [size, 1],
    ...[2, 3].filter((rows) => size % rows === 0).map((rows) => [rows, size / rows]),
  ];
  return reshape(x, shapes[detail % shapes.length] ?? [size]);
}

/** Random values from the pool that have the shape of `x`. */
const alike = (x: Tensor, pool: readonly Tensor[], detail: number): Tensor => {
  const candidates = pool.filter((other) => sameShape(other.shape, x.shape));
  return candidates[detail % candidates.length] ?? x;
};

/** Rules that need an axis leave scalars alone. */
const onAxes =
  (rule: (x: Tensor, axis: number, detail: number, pool: readonly Tensor[]) => Tensor): Rule =>
  ([x], detail, pool) =>
    x.rank === 0 ? undefined : rule(x, detail % x.rank, detail, pool);

const elementwiseRules: readonly Rule[] = [
  ([a], detail, pool) => add(a, alike(a, pool, detail)),
  ([a], detail, pool) => bounded(multiply(a, alike(a, pool, detail))),
  ([a], detail, pool) => maximum(a, alike(a, pool, detail)),
  ([a, b]) => (fits(a, b) ? subtract(a, b) : undefined),
  ([a], detail, pool) => select(less(a, alike(a, pool, detail)), a, multiply(alike(a, pool, detail + 1), 0.5)),
  ([a]) => negate(a),
  ([a], detail) => multiply(a, (detail % 7) / 4),
  onAxes((a, axis) => add(a, cast(iota({ shape: a.shape, axis }), "float"))),
  onAxes((a, axis) => add(a, max(a, { axes: axis, keepDims: true }))),
];

const movingRules: readonly Rule[] = [
  ([a]) => transpose(a),
  ([a], detail) => reshaped(a, detail),
  onAxes((a, _, detail) => broadcastTo(a, [1 + (detail % 3), ...a.shape])),
  onAxes(sliced),
  onAxes((a, axis, detail, pool) => concatenate([a, alike(a, pool, detail)], axis)),
  ([a, b, c]) => concatenate([a, b, c].map((x) => reshape(x, [sizeOf(x.shape)]))),
  ([a], detail) => pad(a, { low: a.shape.map(() => detail % 2), high: a.shape.map(() => detail % 3), value: 0.5 }),
  ([a], detail, pool) => stack([a, alike(a, pool, detail)], 0),
];

const combiningRules: readonly Rule[] = [
  onAxes((a, axis, detail) => sum(a, { axes: axis, keepDims: detail % 2 === 0 })),
  onAxes((a, axis, detail) => mean(bounded(a), detail % 3 > 0 ? { axes: axis } : {})),
  onAxes((a, axis) => sum(multiply(a, a), { axes: axis })),
  ([a]) => (a.rank === 2 ? bounded(matmul(a, transpose(a))) : undefined),
  ([a, b]) => (a.rank === 2 && b.rank === 2 && a.shape[1] === b.shape[0] ? bounded(matmul(a, b)) : undefined),
  onAxes((a, axis, detail) => gather(a, constant([0, detail % (a.shape[axis] ?? 1)], { dtype: "int32" }), { axis })),
  onAxes((a, axis) => cast(argmax(a, { axis }), "float")),
];

const rules: readonly Rule[] = [...elementwiseRules, ...movingRules, ...combiningRules];

function sliced(x: Tensor, axis: number, detail: number): Tensor {
  const skipped = Math.min(detail % 2, (x.shape[axis] ?? 1) - 1);
  const start = x.shape.map((_, at) => (at === axis ? skipped : 0));
  return slice(x, { start, step: x.shape.map((_, at) => (at === axis ? 1 + (detail % 3) : 1)) });
}

/** Values with more elements than this are left out: the tests look at many programs, not at large ones. */
const largestSize = 200;

/** A program and values for its inputs. */
export interface RandomProgram {
  readonly program: Program;
  readonly feeds: Readonly<Record<string, NdArray>>;
}

/** The program of a recipe. */
export function buildProgram({ seed, steps, outputs, updates }: Recipe): RandomProgram {
  const inputs = [
    input("a", [2, 3]),
    input("b", [3, 2]),
    input("c", [6]),
    input("d", []),
    input("e", [2, 3]),
    input("f", [6]),
  ];
  const pool: Tensor[] = [
    ...inputs,
    constant([
      [1, -2, 0.5],
      [0.25, 3, -1],
    ]),
  ];
  // Two of three operands are recent values, so that programs become deep.
  const pick = (number: number): Tensor => {
    const reach = number % 3 === 0 ? pool.length : Math.min(pool.length, 6);
    return pool[pool.length - 1 - (Math.floor(number / 3) % reach)] ?? constant(0);
  };
  for (const {
    rule,
    operands: [a = 0, b = 0, c = 0],
    detail,
  } of steps) {
    const made = rules[rule % rules.length]?.([pick(a), pick(b), pick(c)], detail, pool);
    if (made !== undefined && sizeOf(made.shape) <= largestSize) pool.push(made);
  }
  const named = Object.fromEntries(outputs.map((number, position) => [`y${position}`, pick(number)]));
  const program = createProgram({ outputs: named, updates: chooseUpdates(inputs, pool, updates) });
  const random = new Random(seed);
  const feeds = inputs.map(({ shape, label }) => {
    const data = Float64Array.from({ length: sizeOf(shape) }, () => Math.round(random.uniform(-8, 8)) / 4);
    return [label ?? "", new NdArray(data, shape)] as const;
  });
  return { program, feeds: Object.fromEntries(feeds) };
}

function chooseUpdates(inputs: readonly Tensor[], pool: readonly Tensor[], choices: readonly number[]): Update[] {
  const free = [...inputs];
  return choices.flatMap((choice) => {
    const [state] = free.splice(choice % Math.max(1, free.length), 1);
    if (state === undefined) return [];
    const candidates = pool.filter(({ shape }) => sameShape(shape, state.shape)).reverse();
    return [{ state, value: candidates[Math.floor(choice / 6) % candidates.length] ?? state }];
  });
}

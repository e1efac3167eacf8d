// The scalar formulas of one operand, each with the function that it stands for.
import * as scalars from "../../../src/ops/scalars/index.ts";
import { Float, type ScalarNode, scalarOperand } from "../../../src/tensor/index.ts";

/** A formula in float32, its exact values, and where it needs a closer look. */
export interface Float32Function {
  readonly name: string;
  readonly node: ScalarNode;
  readonly exact: (x: number) => number;
  /** Places where the formula changes its way, or where its result does: bounds, overflow, steps of the reduction. */
  readonly seams: readonly number[];
}

/** Operand number `position`, as a float. */
export function floatOperand(position: number): Float {
  const operand = scalarOperand(position, "float");
  if (!(operand instanceof Float)) throw new Error("a float operand is a float");
  return operand;
}

function define(
  name: string,
  formula: (x: Float) => Float,
  exact: (x: number) => number,
  seams: readonly number[],
): Float32Function {
  return { name, node: formula(floatOperand(0)).node, exact, seams };
}

function bothSigns(seams: readonly number[]): number[] {
  return seams.flatMap((seam) => [seam, -seam]);
}

const steps = (count: number, scale: number): number[] => Array.from({ length: count }, (_, k) => (k + 0.5) * scale);
const halves = steps(30, Math.LN2);

/** All of them. */
export const float32Functions: readonly Float32Function[] = [
  define("exp", scalars.exponential, Math.exp, [88.72283, -87.33655, -103.97208, -104, 89, ...bothSigns(halves)]),
  define("expm1", scalars.exponentialMinus1, Math.expm1, [88.72283, -20, 89, ...bothSigns(halves)]),
  define("log", scalars.logarithm, Math.log, [1, 0, 2 ** -126, Math.SQRT1_2, Math.SQRT2, 2 ** 127]),
  define("log1p", scalars.logarithm1Plus, Math.log1p, [-1, 0, Math.SQRT1_2 - 1, Math.SQRT2 - 1, 1, 2 ** 24, 2 ** 127]),
  define(
    "log(1 + exp(-|x|))",
    scalars.logarithm1PlusExponential,
    (x) => Math.log1p(Math.exp(-Math.abs(x))),
    bothSigns([-Math.log(0.4142), 87.33655, 103.97208, 104, ...halves]),
  ),
  define("tanh", scalars.hyperbolicTangent, Math.tanh, bothSigns([10, 9.01, ...steps(28, Math.LN2 / 2)])),
  define("sigmoid", scalars.logistic, (x) => 1 / (1 + Math.exp(-x)), [-132.4, 40, -104, -87.4, ...bothSigns(halves)]),
  define("erf", scalars.errorFunction, scalars.erf64, bothSigns([1, 2, 3.92, 4])),
  define("normal distribution", scalars.normalShare, normal64, [
    ...bothSigns([1.5, 3.5, 7.25, 5.29]),
    ...[-12.9, -14.17, -14.2, -14.5],
    ...halves.map((half) => -Math.sqrt(2 * half)),
  ]),
  define("sin", scalars.sine, Math.sin, bothSigns([0.785, ...angles()])),
  define("cos", scalars.cosine, Math.cos, bothSigns([0.785, ...angles()])),
];

/** The share of a normal distribution below x. */
function normal64(x: number): number {
  return scalars.erfc64(-x * Math.SQRT1_2) / 2;
}

/** Multiples of an eighth of a turn, and floats that are nearest to a multiple of a quarter turn for their size. */
function angles(): number[] {
  const near = [16367173 * 2 ** 72, 13176795, 46042, 16 ** 30, 3.4028235e38];
  return [...Array.from({ length: 16 }, (_, k) => ((k + 1) * Math.PI) / 4), ...near];
}

// Training steps of dense networks, built from operations alone: what the planner's tests plan.
import { createProgram, gradients, type Program, type Update } from "../../src/graph/index.ts";
import {
  add,
  clip,
  concatenate,
  divide,
  flushDenormals,
  gather,
  input,
  log,
  matmul,
  mean,
  multiply,
  negate,
  oneHot,
  pow,
  reshape,
  sigmoid,
  slice,
  softmax,
  sqrt,
  square,
  subtract,
  sum,
} from "../../src/ops/index.ts";
import type { Tensor } from "../../src/tensor/index.ts";

/** Adam on flat vectors: new values of the parameters, of both moments and of the step count. */
export function adamUpdates(parameters: Tensor, gradient: Tensor): Update[] {
  const [m, v] = [input("m", parameters.shape), input("v", parameters.shape)];
  const t = input("t", []);
  const g = flushDenormals(gradient);
  const nextT = add(t, 1);
  const nextM = flushDenormals(add(multiply(m, 0.9), multiply(g, 0.1)));
  const nextV = flushDenormals(add(multiply(v, 0.999), multiply(square(g), 0.001)));
  const rate = divide(multiply(0.001, sqrt(subtract(1, pow(0.999, nextT)))), subtract(1, pow(0.9, nextT)));
  const next = subtract(parameters, divide(multiply(rate, nextM), add(sqrt(nextV), 1e-7)));
  return [
    { state: parameters, value: next },
    { state: m, value: nextM },
    { state: v, value: nextV },
    { state: t, value: nextT },
  ];
}

/** Sizes of a network: inputs, units of each layer. */
export interface Sizes {
  readonly rows: number;
  readonly batch: number;
  readonly units: readonly number[];
}

/**
 * One training step: gathers the rows of a batch, computes a network of sigmoid layers that ends in softmax, the
 * categorical cross-entropy as Keras writes it, all gradients, and Adam's update of the flat parameters.
 */
export function trainingStep({ rows, batch, units }: Sizes): Program {
  const [width = 0] = units;
  const classes = units.at(-1) ?? 0;
  const layers = units.slice(1).map((count, layer) => ({ inputs: units[layer] ?? 0, count }));
  const parameters = input("parameters", [
    layers.reduce((total, { inputs, count }) => total + (inputs + 1) * count, 0),
  ]);
  const indices = input("indices", [batch], "int32");
  let start = 0;
  const take = (size: number): Tensor => {
    start += size;
    return slice(parameters, { start: [start - size], size: [size] });
  };
  const weights: Tensor[] = [];
  let activation = gather(input("x", [rows, width]), indices);
  layers.forEach(({ inputs, count }, layer) => {
    const kernel = reshape(take(inputs * count), [inputs, count]).named(`kernel${layer + 1}`);
    const bias = take(count).named(`bias${layer + 1}`);
    const z = add(matmul(activation, kernel), bias).named(`z${layer + 1}`);
    activation = layer === layers.length - 1 ? softmax(z) : sigmoid(z).named(`a${layer + 1}`);
    weights.push(kernel, bias);
  });
  const target = oneHot(gather(input("y", [rows], "int32"), indices), classes);
  const shares = divide(activation, sum(activation, { axes: -1, keepDims: true }));
  const likelihood = log(clip(shares, { minimum: 1e-7, maximum: 1 - 1e-7 }));
  const loss = mean(negate(sum(multiply(target, likelihood), { axes: -1 }))).named("loss");
  const parts = gradients(loss, weights).map((gradient) => reshape(gradient, [-1]));
  const gradient = concatenate(parts).named("gradient");
  return createProgram({ outputs: { loss }, updates: adamUpdates(parameters, gradient) });
}

// What an initializer is, how one is defined, and where its random numbers come from.
import { add, multiply, randomNormal, randomUniform } from "../ops/index.ts";
import { type Shape, sizeOf, type Tensor } from "../tensor/index.ts";
import {
  type Component,
  type ComponentDefinition,
  type ConfigOf,
  defineComponent,
  type Factory,
  type Fields,
} from "./components/index.ts";

/** A key of random numbers in a graph: every stream of a seed is a sequence of its own, every step a part of it. */
export interface RandomKey {
  readonly seed: Tensor;
  readonly step: Tensor;
  readonly stream: number;
}

/** Random values for one weight. For normal ones there is {@link normalValues}. */
export interface RandomSource extends RandomKey {
  /** Uniform in [low, high). */
  uniform(shape: Shape, low?: number, high?: number): Tensor;
}

/** Where a weight's first values come from, configured. */
export interface Initializer extends Component<"initializer"> {
  /** The first values of a weight of this shape: a graph, so that every machine computes the same bits. */
  values(shape: Shape, random: RandomSource): Tensor;
}

/** The description of an initializer. */
export interface InitializerDefinition<F extends Fields> extends ComponentDefinition<F> {
  values(shape: Shape, random: RandomSource, config: ConfigOf<F>): Tensor;
}

/** Random values drawn with one key. A second draw with the same key would give the same numbers. */
export function randomSource({ seed, step, stream }: RandomKey): RandomSource {
  return {
    seed,
    step,
    stream,
    uniform: (shape, low = 0, high = 1) => add(multiply(randomUniform(seed, step, { shape, stream }), high - low), low),
  };
}

/** Normal deviates; they are no method of the source, so that only the bundles that use them hold their operations. */
export function normalValues({ seed, step, stream }: RandomKey, shape: Shape, mean = 0, deviation = 1): Tensor {
  return add(multiply(randomNormal(seed, step, { shape, stream }), deviation), mean);
}

/**
 * Numbers of inputs and outputs that a weight connects, as Keras counts them: the last two axes, times the sizes of
 * the axes before them (the window of a convolution).
 */
export function fans(shape: Shape): { readonly fanIn: number; readonly fanOut: number } {
  if (shape.length < 2) return { fanIn: sizeOf(shape), fanOut: sizeOf(shape) };
  const window = sizeOf(shape.slice(0, -2));
  return { fanIn: (shape.at(-2) ?? 1) * window, fanOut: (shape.at(-1) ?? 1) * window };
}

/** Defines an initializer of one's own. */
export function defineInitializer<const F extends Fields = Record<never, never>>(
  definition: InitializerDefinition<F>,
): Factory<"initializer", F, Initializer> {
  return defineComponent("initializer", definition, (config) => ({
    values: (shape: Shape, random: RandomSource) => definition.values(shape, random, config),
  }));
}

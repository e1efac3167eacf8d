// Random valid options for components of any kind, drawn by what their fields say of themselves.
import {
  type Activation,
  activationRegistry,
  type Constraint,
  constraintRegistry,
  cosineDecay,
  exponentialDecay,
  type FieldDescription,
  type Initializer,
  initializerRegistry,
  inverseTimeDecay,
  linearWarmup,
  type Optimizer,
  optimizerRegistry,
  polynomialDecay,
  Random,
  type RegisteredFactory,
  type Regularizer,
  regularizerRegistry,
  type Schedule,
} from "../../src/index.ts";

/** Options by name. */
export type Options = Readonly<Record<string, unknown>>;

/** Random choices; the same seed gives the same ones. */
export class Draw {
  readonly random: Random;
  constructor(seed: number) {
    this.random = new Random(seed);
  }
  /** Whether something of this probability happens. */
  chance(probability: number): boolean {
    return this.random.uniform() < probability;
  }
  /** A whole number, both ends included. */
  whole(low: number, high: number): number {
    return low + this.random.integer(high - low + 1);
  }
  /** A number that float32 holds exactly. */
  number(low: number, high: number): number {
    return Math.fround(this.random.uniform(low, high));
  }
  pick<T>(items: readonly T[]): T {
    const item = items[this.random.integer(items.length)];
    if (item === undefined) throw new Error("nothing to pick from");
    return item;
  }
}

/** Ranges within what is allowed, in which networks of a few layers stay well conditioned; by the options' names. */
const ranges: Readonly<Record<string, readonly [number, number]>> = {
  learningRate: [0.001, 0.1],
  epsilon: [1e-5, 1e-2],
  rate: [0.1, 0.5],
  stddev: [0.01, 0.3],
  standardDeviation: [0.05, 0.5],
  mean: [-0.3, 0.3],
  value: [-0.5, 0.5],
  gain: [0.5, 1.2],
  scale: [0.5, 2],
  alpha: [0.2, 1.5],
  negativeSlope: [0, 0.5],
  l1: [0, 0.02],
  l2: [0, 0.02],
  momentum: [0, 0.99],
  maxValue: [1, 2],
  minValue: [0, 0.9],
  minimum: [-0.5, -0.1],
  maximum: [0.1, 0.5],
  dropout: [0, 0.5],
  recurrentDropout: [0, 0.5],
  clipNorm: [0.05, 1],
  clipValue: [0.01, 0.3],
  globalClipNorm: [0.05, 2],
  weightDecay: [0, 0.1],
  learningRatePower: [-0.9, -0.1],
  initialAccumulatorValue: [0.05, 1],
  beta: [0, 1],
  l1RegularizationStrength: [0, 0.05],
  l2RegularizationStrength: [0, 0.05],
  l2ShrinkageRegularizationStrength: [0, 0.05],
  maximumStepSize: [1, 50],
  minimumStepSize: [1e-6, 1e-3],
  etaPlus: [1.05, 1.5],
  delta: [0.2, 2],
  gamma: [0, 3],
  emaMomentum: [0.5, 0.99],
  momentumDecay: [0.004, 1],
  dampening: [0, 0],
  labelSmoothing: [0, 0.4],
};

/** Activations whose repetition overflows, or that make class scores of what is none. */
const ofOutputs = ["exponential", "softmax", "logSoftmax"];

function decimalOf(draw: Draw, { name, minimum, maximum }: FieldDescription): number {
  const low = minimum ?? (maximum === undefined ? -1 : maximum - 1);
  const [from, to] = ranges[name] ?? [low, maximum ?? low + 1];
  return Math.min(draw.number(from, to === 1 ? 0.999 : to), maximum ?? Infinity);
}

/** A schedule whose rates are near those of the range of learning rates. */
function scheduleOf(draw: Draw): Schedule {
  const initialLearningRate = draw.number(0.01, 0.1);
  const steps = { initialLearningRate, decaySteps: draw.whole(1, 8) };
  return draw.pick([
    () => exponentialDecay({ ...steps, decayRate: 0.7, staircase: draw.chance(0.5) }),
    () => polynomialDecay({ ...steps, endLearningRate: 0.001, power: draw.number(0.5, 2), cycle: draw.chance(0.5) }),
    () => inverseTimeDecay({ ...steps, decayRate: 0.5 }),
    () => cosineDecay({ ...steps, warmupTarget: 0.1, warmupSteps: draw.whole(0, 3), alpha: 0.01 }),
    () => linearWarmup({ learningRate: initialLearningRate, warmupSteps: draw.whole(0, 3) }),
  ])();
}

/** Values of fields of these types; a type that is not named here stays at its default. */
const byType: Readonly<Record<string, (draw: Draw, field: FieldDescription) => unknown>> = {
  wholeNumber: (draw, { minimum = 0 }) => minimum + draw.whole(0, 4),
  decimal: decimalOf,
  flag: (draw) => draw.chance(0.5),
  choice: (draw, { choices = [] }) => draw.pick(choices),
  pair: (draw) => (draw.chance(0.5) ? draw.whole(1, 3) : [draw.whole(1, 3), draw.whole(1, 3)]),
  learningRate: (draw, field) => (draw.chance(0.3) ? scheduleOf(draw) : decimalOf(draw, field)),
  // A gate that may be above 1 lets what is carried grow from step to step.
  activation: (draw, { name }) => (name === "recurrentActivation" ? "hardSigmoid" : activationOf(draw)),
  initializer: (draw, { name }) => initializerOf(draw, isOfMatrix(name)),
  regularizer: (draw) => regularizerOf(draw),
  constraint: (draw, { name }) => constraintOf(draw, isOfMatrix(name)),
};

const isOfMatrix = (option: string): boolean => /kernel|recurrent|embeddings/i.test(option);

/** What is known of a component before its options are drawn. */
interface Given {
  /** Options that are decided; undefined leaves one at its default. */
  readonly given?: Options;
  /** How many of the optional ones are drawn. */
  readonly share?: number;
}

/** Random options for the fields of a component. */
export function optionsOf(
  draw: Draw,
  factory: Pick<RegisteredFactory<unknown>, "describe">,
  { given = {}, share = 0.4 }: Given = {},
): Options {
  const drawn = factory.describe().flatMap((field): [string, unknown][] => {
    const make = byType[field.type];
    const isLeftOut = field.name in given || make === undefined || !(field.required || draw.chance(share));
    return isLeftOut ? [] : [[field.name, make(draw, field)]];
  });
  return Object.fromEntries([...drawn, ...Object.entries(given).filter(([, value]) => value !== undefined)]);
}

function configured<T extends { readonly type: string }>(
  draw: Draw,
  { factories }: { readonly factories: readonly (RegisteredFactory<T> & { readonly type: string })[] },
  isFit: (type: string) => boolean,
  given: Options = {},
): T {
  const factory = draw.pick(factories.filter(({ type }) => isFit(type)));
  const fields = new Set(factory.describe().map(({ name }) => name));
  const own = Object.fromEntries(Object.entries(given).filter(([name]) => fields.has(name)));
  return factory.create(optionsOf(draw, factory, { given: own }));
}

/** An activation with random options, for any place in a network. */
export function activationOf(draw: Draw): Activation {
  return configured<Activation>(draw, activationRegistry, (type) => draw.chance(0.1) || !ofOutputs.includes(type), {
    axis: -1,
  });
}

/** An initializer: of a matrix, one whose columns differ, so that values do not lie on the kinks of functions. */
function initializerOf(draw: Draw, isMatrix: boolean): Initializer {
  const plain = ["zeros", "ones", "constant", "identity"];
  const matricesOnly = ["orthogonal", "identity"];
  return configured<Initializer>(
    draw,
    initializerRegistry,
    (type) => !(isMatrix ? plain : matricesOnly).includes(type),
  );
}

function regularizerOf(draw: Draw): Regularizer {
  const regularizer = draw.pick(regularizerRegistry.factories);
  if (regularizer.type === "l2" && draw.chance(0.5)) return regularizer.create({ alpha: draw.number(0, 0.1) });
  return configured<Regularizer>(draw, { factories: [regularizer] }, () => true, { alpha: undefined });
}

/** A constraint: of a vector, which may begin with zeros, one that does not give the length 1 to what is rounding. */
function constraintOf(draw: Draw, isMatrix: boolean): Constraint {
  const isFit = (type: string): boolean => isMatrix || !lengthening.includes(type);
  return configured<Constraint>(draw, constraintRegistry, isFit, { axis: draw.pick([0, -1]) });
}

/** Constraints that make short vectors longer. */
export const lengthening: readonly string[] = ["unitNorm", "minMaxNorm"];

/** An optimizer that makes steps, with random options of its own and of those that all share. */
export function optimizerOf(draw: Draw, except: readonly string[] = [], fixed: Options = {}): Optimizer {
  const unfit = ["lbfgs", ...except];
  const factory = draw.pick(optimizerRegistry.factories.filter(({ type }) => !unfit.includes(type)));
  const clip = draw.pick(["clipNorm", "clipValue", "globalClipNorm", "none", "none"]);
  const useEma = fixed.useEma !== false && draw.chance(0.3);
  const isAccumulated = draw.chance(0.3);
  const given: Options = {
    ...Object.fromEntries(["clipNorm", "clipValue", "globalClipNorm"].map((name) => [name, undefined])),
    ...(clip === "none" ? {} : { [clip]: draw.number(...(ranges[clip] ?? [0.1, 1])) }),
    useEma,
    emaOverwriteFrequency: useEma && draw.chance(0.5) ? draw.whole(1, 3) : undefined,
    gradientAccumulationSteps: isAccumulated ? draw.whole(2, 3) : undefined,
    dampening: undefined,
    maximize: draw.chance(0.1),
    ...fixed,
  };
  const known = new Set(factory.describe().map(({ name }) => name));
  return factory.create(
    optionsOf(draw, factory, {
      given: Object.fromEntries(Object.entries(given).filter(([name]) => known.has(name))),
    }),
  );
}

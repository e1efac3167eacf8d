// What the frameworks call optimizers, schedules and their options, in the names of this library.

import { readComponent } from "../../src/nn/index.ts";
import { type Optimizer, optimizerRegistry, type Schedule, scheduleRegistry } from "../../src/training/index.ts";
import { type GoldenCase, goldenArray, goldenNumber, goldenRecord } from "../golden/goldenCases.ts";

type Options = Readonly<Record<string, unknown>>;

const camelCase = (name: string): string => name.replace(/_+(\w)/g, (_, letter: string) => letter.toUpperCase());

/** Words that are not the same but for the way they are joined. */
const words: Readonly<Record<string, string>> = {
  clipnorm: "clipNorm",
  clipvalue: "clipValue",
  globalClipnorm: "globalClipNorm",
  lr: "learningRate",
  eps: "epsilon",
  alpha: "rho",
  learningRateInit: "learningRate",
};

const classes: Readonly<Record<string, string>> = {
  RMSprop: "rmsprop",
  SGDOptimizer: "sgd",
  AdamOptimizer: "adam",
  AdamW: "adamW",
  RAdam: "radam",
};

const rules: Readonly<Record<string, string>> = { torch: "pytorch", sklearn: "scikitLearn" };

/** Options with names as this library writes them. */
export function camelOptions(args: Options): Options {
  return Object.fromEntries(Object.entries(args).map(([key, value]) => [camelCase(key), value]));
}

/** A schedule of Keras. */
export function kerasSchedule(name: string, args: Options): Schedule {
  const type = `${name.charAt(0).toLowerCase()}${name.slice(1)}`;
  return readComponent(scheduleRegistry, { type, ...camelOptions(args) }, [], name);
}

/** One option of a framework, as one or two of this library. */
function translated(name: string, value: unknown): Options {
  const key = camelCase(name);
  if (name === "betas") {
    const [beta1, beta2] = goldenArray(value).data;
    return { beta1, beta2 };
  }
  if (name === "etas") {
    const [etaMinus, etaPlus] = goldenArray(value).data;
    return { etaMinus, etaPlus };
  }
  if (name === "step_sizes") {
    const [minimumStepSize, maximumStepSize] = goldenArray(value).data;
    return { minimumStepSize, maximumStepSize };
  }
  if (name === "learning_rate" && typeof value === "object") {
    const { schedule, ...args } = goldenRecord(value);
    return { learningRate: kerasSchedule(String(schedule), args) };
  }
  return { [words[key] ?? key]: value };
}

/** Options that are a schedule here. */
function scheduled(config: Options): Options {
  const { lr_decay, lr_schedule, power_t, ...rest } = config;
  const rate = rest.lr ?? rest.learning_rate_init;
  if (lr_decay !== undefined && lr_decay !== 0) {
    const schedule = { initialLearningRate: goldenNumber(rate), decaySteps: 1, decayRate: goldenNumber(lr_decay) };
    return { ...rest, lr: kerasSchedule("inverseTimeDecay", schedule) };
  }
  if (lr_schedule === "invscaling") {
    const schedule = { initialLearningRate: goldenNumber(rate), power: goldenNumber(power_t) };
    return { ...rest, learning_rate_init: kerasSchedule("inverseScaling", schedule) };
  }
  return rest;
}

/** The name of a class in this library. */
export function optimizerName(name: string): string {
  return classes[name] ?? name.toLowerCase();
}

/** The options of this library that stand for those of a framework. */
export function optimizerOptions(framework: string, name: string, config: Options): Options {
  const rule = rules[framework];
  const hasRule = optimizerRegistry.factories.some(
    ({ type, fields }) => type === optimizerName(name) && Object.hasOwn(fields, "rule"),
  );
  const options = Object.entries(scheduled(config)).map(([key, value]) => translated(key, value));
  return Object.assign({}, hasRule && rule !== undefined ? { rule } : {}, ...options);
}

/** The optimizer of a case; options that the case leaves out have the defaults of this library. */
export function optimizerOf({ framework, optimizer, config }: GoldenCase): Optimizer {
  const factory = optimizerRegistry.factories.find(({ type }) => type === optimizerName(String(optimizer)));
  if (factory === undefined) throw new Error(`${String(optimizer)} is missing`);
  return factory.create(optimizerOptions(String(framework), String(optimizer), goldenRecord(config)));
}

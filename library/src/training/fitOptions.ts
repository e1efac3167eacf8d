// The options of fit, checked.
import {
  type ClassWeight,
  type ConfigOf,
  configure,
  decimal,
  flag,
  isComponent,
  type OptionsOf,
  objectField,
  optional,
  suggestName,
  wholeNumber,
} from "../nn/index.ts";
import { ConfigError } from "../tensor/index.ts";
import type { Callback, CallbackHandlers } from "./callback.ts";
import { type CallbackName, callbackRegistry } from "./callbackRegistry.ts";
import type { DataInput, RowsInput } from "./rows/rows.ts";
import type { StartedCallback } from "./states/callbackStates.ts";

/** A callback by name, configured, or as an object with handlers. */
export type CallbackReference = CallbackName | Callback | (CallbackHandlers & { readonly kind?: never });

const isObject = (value: unknown): boolean => typeof value === "object" && value !== null;
const isSignal = (value: unknown): boolean =>
  typeof value === "object" && value !== null && "aborted" in value && "throwIfAborted" in value;
const isRows = (value: unknown): boolean => typeof value === "object" && value !== null && "x" in value && "y" in value;

/** What `fit` can be told. */
export const fitFields = {
  epochs: optional(wholeNumber({ minimum: 1, description: "Passes over all rows, counted from the first" }), 1),
  batchSize: optional(wholeNumber({ minimum: 1, description: "Rows in each step" }), 32),
  validationSplit: optional(
    decimal({
      minimum: 0,
      maximum: 1,
      exclusive: "maximum",
      description: "Share of the rows, from the end, to validate on",
    }),
    0,
  ),
  validationData: optional(objectField<RowsInput>(isRows, "an object with x and y", "Rows to validate on")),
  sampleWeight: optional(
    objectField<DataInput>(isObject, "an array with one number for each row", "How much each row counts in the loss"),
  ),
  classWeight: optional(
    objectField<ClassWeight>(
      (value) => value === "balanced" || isObject(value),
      '"balanced", or an object such as { 0: 1, 1: 5 }',
      "How much the rows of each class count in the loss",
    ),
  ),
  stepsPerEpoch: optional(
    wholeNumber({ minimum: 1, description: "Steps in each epoch, for batches from a source; by default all of them" }),
  ),
  shuffle: optional(flag("Whether each epoch takes the rows in another order"), true),
  callbacks: optional(
    objectField<readonly CallbackReference[]>(Array.isArray, "a list of callbacks", "Who watches the training"),
    [],
  ),
  initialEpoch: optional(
    wholeNumber({ minimum: 0, description: "Number of the first epoch, to go on with a training" }),
    0,
  ),
  signal: optional(objectField<AbortSignal>(isSignal, "an AbortSignal", "Ends the training when it is aborted")),
  verbose: optional(flag("Whether progress is shown on the error stream"), false),
};

/** Options of `fit`. */
export type FitOptions = OptionsOf<typeof fitFields>;

/** Options of `fit`, with defaults. */
export type FitConfig = ConfigOf<typeof fitFields>;

/** @throws {ConfigError} for an unknown option or a wrong value. */
export function fitConfig(options: FitOptions): FitConfig {
  const config = configure(fitFields, options, "fit");
  if (config.initialEpoch >= config.epochs) {
    throw new ConfigError("initialEpoch", {
      where: "fit",
      got: String(config.initialEpoch),
      expected: `less than epochs, which is ${config.epochs}`,
    });
  }
  if (config.validationData !== undefined && config.validationSplit !== 0) {
    throw new ConfigError("validationSplit", {
      where: "fit",
      got: "it beside validationData",
      expected: "one of them",
    });
  }
  return config;
}

const isHandlers = (value: CallbackReference): value is CallbackHandlers & { readonly kind?: never } =>
  typeof value === "object" && value !== null && !isComponent(value);

const handlerNames: readonly string[] = [
  "onTrainBegin",
  "onEpochBegin",
  "onBatchEnd",
  "onEpochEnd",
  "onEpochComplete",
  "onDivergence",
  "onTrainEnd",
] satisfies (keyof CallbackHandlers)[];

/** @throws {ConfigError} for a handler that would never be called, because its name is a slip. */
function checkHandlers(handlers: object, where: string): void {
  const slip = Object.keys(handlers).find((name) => /^on[A-Z_]/.test(name) && !handlerNames.includes(name));
  if (slip === undefined) return;
  throw new ConfigError(`there is no handler "${slip}"`, {
    where,
    expected: handlerNames.join(", "),
    fix: suggestName(slip, handlerNames),
  });
}

function started(reference: CallbackReference, where: string): StartedCallback {
  if (isHandlers(reference)) {
    checkHandlers(reference, where);
    return { type: "handlers", handlers: reference };
  }
  const callback = callbackRegistry.resolve(reference, where);
  return { type: callback.type, handlers: callback.start() };
}

/** All callbacks, started for one training. */
export function startCallbacks({ callbacks, verbose }: FitConfig): StartedCallback[] {
  const all = callbacks.map((reference) => started(reference, "callbacks"));
  return verbose ? [...all, started("progress", "verbose")] : all;
}

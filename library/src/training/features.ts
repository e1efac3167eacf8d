// Features: what models can do besides training on rows, judging and predicting. A bundle holds those that it uses.
import { describeValue, type lossFromFunction } from "../nn/index.ts";
import { ConfigError } from "../tensor/index.ts";
import type { onBatches } from "./fitOnBatches.ts";
import type { freeze } from "./freeze.ts";
import type { modelBytes, saveModel } from "./modelFiles.ts";
import type { partialFit } from "./partialFit.ts";
import type { predictor } from "./predictor.ts";
import type { setColumns, withoutObjects } from "./rows/columns.ts";
import type { prepareWeights, timesClassWeights } from "./rows/rowWeights.ts";
import type { cloneCore } from "./states/cloneCore.ts";
import type { summary } from "./summary.ts";
import type { checkCommon } from "./updates/commonOptions.ts";
import type { commonSlots, commonStep } from "./updates/commonStep.ts";

/** The names of features, under which they are exported. */
export type FeatureName =
  | "freezing"
  | "lossFunctions"
  | "objectRows"
  | "optimizerOptions"
  | "predictors"
  | "rowWeights"
  | "saving"
  | "streams"
  | "summaries";

/** Something that models can do, once {@link use} has been called with it. */
export interface Feature {
  readonly feature: FeatureName;
  /** The functions that do it; the library's own business. */
  readonly parts: object;
}

/** What each feature is made of. */
export interface FeatureParts extends Record<FeatureName, object> {
  readonly freezing: { readonly freeze: typeof freeze };
  readonly lossFunctions: { readonly lossFromFunction: typeof lossFromFunction };
  readonly objectRows: {
    readonly setColumns: typeof setColumns;
    readonly withoutObjects: typeof withoutObjects;
  };
  readonly optimizerOptions: {
    readonly checkCommon: typeof checkCommon;
    readonly commonSlots: typeof commonSlots;
    readonly commonStep: typeof commonStep;
  };
  readonly predictors: { readonly predictor: typeof predictor };
  readonly rowWeights: {
    readonly prepareWeights: typeof prepareWeights;
    readonly timesClassWeights: typeof timesClassWeights;
  };
  readonly saving: {
    readonly cloneCore: typeof cloneCore;
    readonly modelBytes: typeof modelBytes;
    readonly saveModel: typeof saveModel;
  };
  readonly streams: { readonly onBatches: typeof onBatches; readonly partialFit: typeof partialFit };
  readonly summaries: { readonly summary: typeof summary };
}

const defined = new WeakSet<object>();

/** A feature, made of its parts. */
export function defineFeature<Name extends FeatureName>(feature: Name, parts: FeatureParts[Name]): Feature {
  const made = { feature, parts };
  defined.add(made);
  return made;
}

const used: { -readonly [Name in FeatureName]?: FeatureParts[Name] } = {};

/**
 * Lets all models do more. Whoever imports "chainrule" has every feature; a page that imports "chainrule/slim" names those
 * that it needs, so that its bundle holds no others: {@link freezing}, {@link lossFunctions}, {@link objectRows},
 * {@link optimizerOptions}, {@link predictors}, {@link rowWeights}, {@link saving}, {@link streams}, {@link summaries}.
 *
 * @example
 * ```ts
 * import { dense, saving, sequential, use } from "chainrule/slim";
 * use(saving);
 * const model = sequential([dense({ units: 1, inputShape: [2] })], { seed: 1 });
 * console.log((await model.toBytes()).length > 0); // true
 * ```
 *
 * @throws {ConfigError} for what is no feature, and for one of the other entry.
 */
export function use(...features: readonly Feature[]): void {
  for (const feature of features) {
    if (!defined.has(feature)) {
      throw new ConfigError("use", {
        got: describeValue(feature),
        expected: "features, imported from where use is imported from",
      });
    }
    Object.assign(used, { [feature.feature]: feature.parts });
  }
}

/** Gives something back after using the features that it needs: what is never used uses none. */
export function withFeatures<T>(value: T, ...features: readonly Feature[]): T {
  use(...features);
  return value;
}

/**
 * The parts of a feature.
 *
 * @param what what somebody wants to do with it, for the message.
 * @throws {ConfigError} when nobody has called {@link use} with it.
 */
export function featureParts<Name extends FeatureName>(name: Name, what: string): FeatureParts[Name] {
  const parts = used[name];
  if (parts !== undefined) return parts;
  throw new ConfigError(`${what}: the feature "${name}" is not in use`, {
    fix: `With "chainrule/slim" call use(${name}) first; import "chainrule" has every feature`,
  });
}

// lbfgs: minimizes the loss of all rows together, guided by its curvature.
import { choice, decimal, defineComponent, type Factory, optional, wholeNumber } from "../nn/index.ts";
import { FormatError, NdArray } from "../tensor/index.ts";
import type { FullBatchOptimizer, Minimization, MinimizationState } from "./fullBatchOptimizer.ts";
import {
  type Evaluation,
  fixedStep,
  LbfgsMinimizer,
  type LbfgsState,
  type LineSearch,
  moreThuente,
  type Objective,
  strongWolfe,
} from "./minimizers/index.ts";

const vector = (values: Float64Array): NdArray => new NdArray(values, [values.length]);

/** The vectors of a state, by the names that they have in a file. */
function arraysOf({ parameters, gradient, pairs }: LbfgsState): Record<string, NdArray> {
  return Object.fromEntries([
    ["parameters", vector(parameters)],
    ["gradient", vector(gradient)],
    ...pairs.flatMap(({ step, change }, index) => [
      [`step.${index}`, vector(step)],
      [`change.${index}`, vector(change)],
    ]),
  ]);
}

function readState({ values, arrays }: MinimizationState, size: number): LbfgsState {
  const number = (name: string): number => {
    const value = values[name];
    if (typeof value === "number") return value;
    throw new FormatError(`the state of lbfgs has no number "${name}"`);
  };
  const array = (name: string): Float64Array => {
    const found = arrays[name];
    if (found?.size === size) return Float64Array.from(found.data);
    throw new FormatError(`the state of lbfgs has no array "${name}" of ${size} numbers`);
  };
  const pairs = number("pairs");
  if (!Number.isInteger(pairs) || pairs < 0 || pairs > Object.keys(arrays).length) {
    throw new FormatError("the state of lbfgs has a wrong number of pairs", { got: String(pairs) });
  }
  return {
    iteration: number("iteration"),
    functionEvaluations: number("functionEvaluations"),
    loss: number("loss"),
    parameters: array("parameters"),
    gradient: array("gradient"),
    pairs: Array.from({ length: pairs }, (_, index) => ({
      step: array(`step.${index}`),
      change: array(`change.${index}`),
    })),
  };
}

function minimization<E extends Evaluation>(minimizer: LbfgsMinimizer<E>): Minimization<E> {
  return {
    get loss() {
      return minimizer.state.loss;
    },
    get parameters() {
      return minimizer.state.parameters;
    },
    get functionEvaluations() {
      return minimizer.functionEvaluations;
    },
    iterate: () => minimizer.iterate(),
    state: () => {
      const { iteration, functionEvaluations, loss, pairs } = minimizer.state;
      const values = { iteration, functionEvaluations, loss, pairs: pairs.length };
      return { values, arrays: arraysOf(minimizer.state) };
    },
  };
}

const lineSearches: Readonly<Record<"moreThuente" | "strong_wolfe" | "none", (learningRate: number) => LineSearch>> = {
  moreThuente: () => moreThuente,
  strong_wolfe: strongWolfe,
  none: fixedStep,
};

const fields = {
  maxFunctionEvaluations: optional(
    wholeNumber({ minimum: 1, description: "Evaluations of the loss with which it ends" }),
    15_000,
  ),
  gradientTolerance: optional(
    decimal({ minimum: 0, description: "Largest absolute value of the gradient with which it ends" }),
    1e-4,
  ),
  lossTolerance: optional(
    decimal({ minimum: 0, description: "Change of the loss in one iteration, relative to it, with which it ends" }),
    1e7 * Number.EPSILON,
  ),
  historySize: optional(wholeNumber({ minimum: 1, description: "Steps that are remembered" }), 10),
  lineSearch: optional(
    choice(["moreThuente", "strong_wolfe", "none"], "How steps are found: as in SciPy, or as in torch.optim.LBFGS"),
    "moreThuente",
  ),
  learningRate: optional(
    decimal({ minimum: 0, exclusive: "minimum", description: "First step that torch's line searches try" }),
    1,
  ),
};

/**
 * L-BFGS with a line search, for all rows at once: an epoch is one iteration, which looks at the loss of all rows about
 * once. As good as scikit-learn's `solver="lbfgs"`, which is SciPy's L-BFGS-B: the same line search (Moré and Thuente),
 * first step (of length 1), history and tolerances. Losses with random numbers in them (dropout) cannot be minimized.
 *
 * With `lineSearch` `"strong_wolfe"` or `"none"` steps are those of `torch.optim.LBFGS`, which tries `learningRate` first
 * (in the first iteration at most `learningRate` divided by the sum of the gradient's absolute values).
 *
 * @example
 * ```ts
 * import { lbfgs } from "chainrule";
 * console.log(lbfgs({ historySize: 5 }).config.maxFunctionEvaluations); // 15000
 * ```
 */
export const lbfgs: Factory<"optimizer", typeof fields, FullBatchOptimizer> = defineComponent(
  "optimizer",
  { name: "lbfgs", description: "Minimizes the loss of all rows together, guided by its curvature", config: fields },
  ({ lineSearch, learningRate, ...config }) => ({
    fullBatch: true as const,
    begin: async <E extends Evaluation>(
      objective: Objective<E>,
      initial: Float64Array,
      state?: MinimizationState,
    ): Promise<Minimization<E>> => {
      const settings = { ...config, lineSearch: lineSearches[lineSearch](learningRate) };
      const known = state === undefined ? undefined : readState(state, initial.length);
      return minimization(await LbfgsMinimizer.begin(objective, initial, settings, known));
    },
  }),
);

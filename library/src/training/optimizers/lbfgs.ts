// lbfgs: minimizes the loss of all rows together, guided by its curvature.
import { choice, decimal, defineComponent, type Factory, optional, wholeNumber } from "../../nn/index.ts";
import { FormatError } from "../../tensor/index.ts";
import { FullBatchFeed } from "../feeds/fullBatchFeed.ts";
import type { FullBatchOptimizer, Minimization, MinimizationState } from "../fullBatchOptimizer.ts";
import {
  type CurvaturePair,
  type Evaluation,
  fixedStep,
  LbfgsMinimizer,
  type LbfgsState,
  type LineSearch,
  moreThuente,
  type Objective,
  strongWolfe,
} from "../minimizers/index.ts";

/** The numbers of a state that are no vectors, in their order in a file. */
const numberNames = ["iteration", "functionEvaluations", "loss"] as const;

/** A state by the names that its vectors have in a file. */
function storedState(state: LbfgsState): MinimizationState {
  return new Map<string, Float64Array>([
    ["numbers", Float64Array.from(numberNames, (name) => state[name])],
    ["parameters", state.parameters],
    ["gradient", state.gradient],
    ...state.pairs.flatMap(({ step, change }, index): [string, Float64Array][] => [
      [`step.${index}`, step],
      [`change.${index}`, change],
    ]),
  ]);
}

function readState(state: MinimizationState, size: number): LbfgsState {
  const vector = (name: string, length: number): Float64Array => {
    const found = state.get(name);
    if (found?.length === length) return found;
    throw new FormatError(`the state of lbfgs has no "${name}" of ${length} numbers`);
  };
  const [iteration = 0, functionEvaluations = 0, loss = 0] = vector("numbers", numberNames.length);
  const pairs: CurvaturePair[] = [];
  while (state.has(`step.${pairs.length}`)) {
    pairs.push({ step: vector(`step.${pairs.length}`, size), change: vector(`change.${pairs.length}`, size) });
  }
  const [parameters, gradient] = [vector("parameters", size), vector("gradient", size)];
  return { iteration, functionEvaluations, loss, parameters, gradient, pairs };
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
    state: () => storedState(minimizer.state),
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
 * L-BFGS with a line search, for all rows at once: an epoch of `fit` is one iteration, which looks at the loss of all rows
 * about once, and the loss in the history is that after the iteration. Training ends with the last epoch or by one of the
 * tolerances, with a reason. As good as scikit-learn's `solver="lbfgs"`, which is SciPy's L-BFGS-B: the same line search
 * (Moré and Thuente), first step (of length 1), history and tolerances; scikit-learn makes at most 200 iterations.
 *
 * It needs one loss that only depends on the weights: no random numbers (dropout), no constraints, no batches
 * (`batchSize` has no effect). It works in float64 on the losses and gradients of the backend; where these are float32,
 * it ends when the loss falls by less than they can tell.
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
    learningRate,
    schedule: undefined,
    slots: new Map(),
    averagedWeights: undefined,
    createFeed: (core, optimizer, steps, rows) => new FullBatchFeed(core, optimizer, steps, rows),
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

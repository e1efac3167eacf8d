// L-BFGS: minimizes a smooth function of many parameters by its gradient and what its changes tell of the curvature.
import { TrainingError } from "../../tensor/index.ts";
import { type CurvaturePair, quasiNewtonDirection, rememberPair } from "./curvature.ts";
import { isFiniteTrial, type Line, type LineSearch, type Trial } from "./lineSearch.ts";
import type { Evaluation, Objective } from "./objective.ts";
import { dot, maximumNorm, plus } from "./vectors.ts";

/** How L-BFGS goes, and when it ends. */
export interface LbfgsSettings {
  readonly lineSearch: LineSearch;
  /** How many steps are remembered. */
  readonly historySize: number;
  /** Ends it once the largest absolute value of the gradient is no larger. */
  readonly gradientTolerance: number;
  /** Ends it once an iteration changes the loss by no more than this share of the loss, or of 1 if that is larger. */
  readonly lossTolerance: number;
  /** Ends it after the iteration with which more evaluations were made. */
  readonly maxFunctionEvaluations: number;
}

/** Where a minimization stands: all that must be known to go on. */
export interface LbfgsState {
  /** Iterations that were made. */
  readonly iteration: number;
  readonly functionEvaluations: number;
  readonly parameters: Float64Array;
  readonly loss: number;
  readonly gradient: Float64Array;
  /** The oldest first. */
  readonly pairs: readonly CurvaturePair[];
}

/** What came of an iteration. */
export interface MinimizerIteration<E extends Evaluation = Evaluation> {
  /** From 1. */
  readonly iteration: number;
  /** Loss at the new parameters. */
  readonly loss: number;
  /** Largest absolute value of the gradient there. */
  readonly gradientNorm: number;
  /** Share of the direction that was gone; 0 where no step lowers the loss. */
  readonly step: number;
  /** Evaluations so far, with that at the start. */
  readonly functionEvaluations: number;
  readonly parameters: Float64Array;
  /** What the objective returned there. */
  readonly evaluation: E;
  /** Why there is nothing more to do; undefined while there is. */
  readonly stopReason: string | undefined;
}

/** One minimization; each call of `iterate` makes an iteration. */
export class LbfgsMinimizer<E extends Evaluation = Evaluation> {
  /** Evaluations so far, with that at the start. */
  functionEvaluations: number;
  private readonly objective: Objective<E>;
  private readonly settings: LbfgsSettings;
  private iteration: number;
  private pairs: readonly CurvaturePair[];
  private current: Trial<E>;
  private sawInfinity = false;

  private constructor(objective: Objective<E>, settings: LbfgsSettings, current: Trial<E>, state?: LbfgsState) {
    this.objective = objective;
    this.settings = settings;
    this.current = current;
    this.iteration = state?.iteration ?? 0;
    this.functionEvaluations = state?.functionEvaluations ?? 1;
    this.pairs = state?.pairs ?? [];
  }

  /**
   * Begins at parameters, or goes on from a state.
   *
   * A state is used if it is of these parameters (which may have been rounded to float32 since) and the function still
   * has the same loss and gradient there: then everything goes on as if nothing had come between. Otherwise, with other
   * rows for instance, what it knows of the curvature would be wrong, and the minimization begins anew.
   *
   * @throws {TrainingError} when the loss or its gradient at the start is no finite number.
   */
  static async begin<E extends Evaluation>(
    objective: Objective<E>,
    initial: Float64Array,
    settings: LbfgsSettings,
    state?: LbfgsState,
  ): Promise<LbfgsMinimizer<E>> {
    if (state !== undefined && isRounded(state.parameters, initial)) {
      const current = startAt(state.parameters, await objective(state.parameters));
      if (isSame(current, state)) return new LbfgsMinimizer(objective, settings, current, state);
    }
    const parameters = initial.slice();
    const current = startAt(parameters, await objective(parameters));
    if (isFiniteTrial(current)) return new LbfgsMinimizer(objective, settings, current);
    throw new TrainingError("the loss or its gradient at the first weights is no finite number", {
      where: "lbfgs",
      got: String(current.loss),
      fix: "Scale the features (standardScaler), or begin with smaller weights",
    });
  }

  /** Loss at the current parameters. */
  get loss(): number {
    return this.current.loss;
  }

  /** Where it stands; nothing in it changes later. */
  get state(): LbfgsState {
    const { iteration, functionEvaluations, pairs, current } = this;
    const { parameters, loss, evaluation } = current;
    return { iteration, functionEvaluations, parameters, loss, gradient: evaluation.gradient, pairs };
  }

  /** Makes an iteration. Where nothing can be improved the parameters stay, and the result says why. */
  async iterate(): Promise<MinimizerIteration<E>> {
    const { current, settings } = this;
    this.iteration += 1;
    if (maximumNorm(current.evaluation.gradient) <= settings.gradientTolerance) return this.result(0, flatReason);
    const found = await this.search();
    if (found === undefined) return this.result(0, this.sawInfinity ? infinityReason : stuckReason);
    this.current = { ...found, step: 0, slope: 0 };
    return this.result(found.step, this.stopReason(current.loss));
  }

  private async search(): Promise<Trial<E> | undefined> {
    const { current, settings } = this;
    this.sawInfinity = false;
    const line = this.line(quasiNewtonDirection(this.pairs, current.evaluation.gradient));
    const { lineSearch, historySize } = settings;
    const firstStep = this.pairs.length === 0 ? lineSearch.firstStep(current.evaluation.gradient) : lineSearch.nextStep;
    const found = line.start.slope < 0 ? await lineSearch.search(line, firstStep) : undefined;
    if (found === undefined || isEqual(found.parameters, current.parameters)) {
      if (this.pairs.length === 0) return undefined;
      // What was remembered leads nowhere: the gradient alone must show the way.
      this.pairs = [];
      return this.search();
    }
    const step = plus(found.parameters, -1, current.parameters);
    const change = plus(found.evaluation.gradient, -1, current.evaluation.gradient);
    this.pairs = rememberPair(this.pairs, { step, change }, line.start.slope * found.step, historySize);
    return found;
  }

  private line(direction: Float64Array): Line<E> {
    const { parameters, loss, evaluation } = this.current;
    const start = { step: 0, loss, slope: dot(direction, evaluation.gradient), parameters, evaluation };
    const at = async (step: number): Promise<Trial<E>> => {
      const place = plus(parameters, step, direction);
      const found = await this.objective(place);
      this.functionEvaluations += 1;
      const trial = {
        step,
        loss: found.loss,
        slope: dot(direction, found.gradient),
        parameters: place,
        evaluation: found,
      };
      this.sawInfinity ||= !isFiniteTrial(trial);
      return trial;
    };
    return { start, direction, at };
  }

  private stopReason(before: number): string | undefined {
    const { gradientTolerance, lossTolerance, maxFunctionEvaluations } = this.settings;
    const { loss, evaluation } = this.current;
    if (maximumNorm(evaluation.gradient) <= gradientTolerance) return flatReason;
    const scale = Math.max(Math.abs(before), Math.abs(loss), 1);
    if (Math.abs(before - loss) <= lossTolerance * scale) return "the loss hardly falls any more";
    if (this.functionEvaluations > maxFunctionEvaluations) return "the loss was evaluated as often as allowed";
    return undefined;
  }

  private result(step: number, stopReason: string | undefined): MinimizerIteration<E> {
    const { iteration, functionEvaluations, current } = this;
    const { loss, parameters, evaluation } = current;
    const gradientNorm = maximumNorm(evaluation.gradient);
    return { iteration, loss, gradientNorm, step, functionEvaluations, parameters, evaluation, stopReason };
  }
}

const flatReason = "the gradient is as small as asked for";
const stuckReason = "no step along the gradient lowers the loss";
const infinityReason = `${stuckReason}; farther ones give a loss that is no finite number`;

function startAt<E extends Evaluation>(parameters: Float64Array, evaluation: E): Trial<E> {
  return { step: 0, loss: evaluation.loss, slope: 0, parameters, evaluation };
}

const isRounded = (exact: Float64Array, rounded: Float64Array): boolean =>
  exact.length === rounded.length &&
  exact.every((value, index) => value === rounded[index] || Math.fround(value) === rounded[index]);

const isEqual = (a: Float64Array, b: Float64Array): boolean => a.every((value, index) => value === b[index]);

const isSame = ({ loss, evaluation }: Trial, state: LbfgsState): boolean =>
  loss === state.loss && isEqual(evaluation.gradient, state.gradient);

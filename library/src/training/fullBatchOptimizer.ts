// What an optimizer of full batches is: one that looks at loss and gradient of all rows, as often as it wants.
import type { Feed } from "./feeds/feed.ts";
import type { Evaluation, MinimizerIteration, Objective } from "./minimizers/index.ts";
import type { ModelCore } from "./modelCore.ts";
import type { OptimizerTraits } from "./optimizer.ts";
import type { TrainingSteps } from "./trainingSteps.ts";

/** What a minimization remembers: vectors by name. */
export type MinimizationState = ReadonlyMap<string, Float64Array>;

/** A minimization under way. */
export interface Minimization<E extends Evaluation = Evaluation> {
  /** Loss at the current parameters. */
  readonly loss: number;
  /** The current parameters; a new array after each iteration. */
  readonly parameters: Float64Array;
  /** How often the objective was evaluated. */
  readonly functionEvaluations: number;
  /** Makes one iteration. Where nothing can be improved the parameters stay, and the result says why. */
  iterate(): Promise<MinimizerIteration<E>>;
  /** All that must be known to go on later. */
  state(): MinimizationState;
}

/** All rows as the only batch of each epoch. */
export interface FullBatch extends Feed {
  /** Compiles what it needs. @throws {ConfigError} for a model whose loss cannot be minimized so. */
  prepare(): Promise<void>;
}

/** A rule that minimizes a function of all parameters by itself: an epoch of a training is one of its iterations. */
export interface FullBatchOptimizer extends OptimizerTraits {
  readonly fullBatch: true;
  /** What gives all rows to the minimization; a part of the optimizer, so that other trainings need not load it. */
  createFeed(core: ModelCore, optimizer: FullBatchOptimizer, steps: TrainingSteps, rows: number): FullBatch;
  /**
   * Begins a minimization.
   *
   * @param initial where it begins; not changed.
   * @param state where an earlier one stood: it goes on from there if its parameters are the initial ones (which may
   *   have been rounded to float32) and the objective gives the same there; otherwise it begins anew.
   * @throws {TrainingError} when the loss at the start is no finite number.
   * @throws {FormatError} when the state is not one of this optimizer.
   */
  begin<E extends Evaluation>(
    objective: Objective<E>,
    initial: Float64Array,
    state?: MinimizationState,
  ): Promise<Minimization<E>>;
}

// FullBatchFeed: all rows as one batch, for an optimizer that minimizes their loss by itself.
import type { Storage } from "../../backends/index.ts";
import { type ArrayData, BackendError, ConfigError, TrainingError } from "../../tensor/index.ts";
import type { FullBatch, FullBatchOptimizer, Minimization } from "../fullBatchOptimizer.ts";
import type { Evaluation, MinimizerIteration } from "../minimizers/index.ts";
import { builtState, type ModelCore } from "../modelCore.ts";
import { Breath } from "../nextTask.ts";
import { bindingNames, gradientProgram } from "../programs/index.ts";
import type { ScoreTotals } from "../scoreTotals.ts";
import type { ModelState } from "../states/modelState.ts";
import type { BoundStep, TrainingSteps } from "../trainingSteps.ts";
import type { Batch, Replay } from "./feed.ts";

/** Loss and gradient at one point, and everything else that the program gave there. */
interface RowsEvaluation extends Evaluation {
  readonly outputs: ReadonlyMap<string, ArrayData>;
}

/** @throws {ConfigError} where weights are changed by other rules than the minimization. */
function checkConstraints({ layout }: ModelState, { type }: FullBatchOptimizer): void {
  const found = layout.parameters.find(({ weight }) => weight.constraint !== undefined);
  if (found === undefined) return;
  throw new ConfigError(`the weight "${found.weight.name}" has a constraint, with which ${type} cannot minimize`, {
    fix: "Take a regularizer in place of the constraint, or another optimizer, such as adam",
  });
}

/** The memory of a value that was read before, for whoever reads it now. */
function memoryOf(storage: Storage, values: ArrayData): Storage {
  return { spec: storage.spec, read: () => values, write: () => undefined, release: () => undefined };
}

/** All rows as one batch. Each epoch is one iteration of the minimization. */
export class FullBatchFeed implements FullBatch, Batch {
  readonly rowCount: number;
  readonly batches = 1;
  readonly batchSize: number;
  readonly size: number;
  endReason: string | undefined;
  private readonly core: ModelCore;
  private readonly state: ModelState;
  private readonly optimizer: FullBatchOptimizer;
  private readonly steps: TrainingSteps;
  private readonly order: Int32Array;
  private bound: BoundStep | undefined;
  private minimization: Minimization<RowsEvaluation> | undefined;
  /** The loss that was evaluated last. */
  private lastLoss = Number.NaN;
  private isTaken = false;
  private readonly breath = new Breath();

  constructor(core: ModelCore, optimizer: FullBatchOptimizer, steps: TrainingSteps, rows: number) {
    this.core = core;
    this.state = builtState(core, "fit");
    this.optimizer = optimizer;
    this.steps = steps;
    this.rowCount = rows;
    this.batchSize = rows;
    this.size = rows;
    this.order = Int32Array.from({ length: rows }, (_, row) => row);
  }

  /** Compiles the program. @throws {ConfigError} for a model whose loss cannot be minimized so. */
  async prepare(): Promise<void> {
    checkConstraints(this.state, this.optimizer);
    const program = gradientProgram(this.steps.definition(this.rowCount));
    this.bound = await this.steps.other("gradients", program);
    if (this.bound.prepared.executable.plan.bindings.has(bindingNames.step)) {
      throw new ConfigError(
        `the model draws random numbers while it is trained, so ${this.optimizer.type} has no one loss`,
        {
          fix: "Leave out dropout and noise, or take another optimizer, such as adam",
        },
      );
    }
  }

  begin(): void {
    this.isTaken = false;
  }

  next(): Batch | undefined {
    if (this.isTaken) return undefined;
    this.isTaken = true;
    return this;
  }

  readonly isPassing = false;

  get replay(): Replay {
    return { steps: this.steps, order: this.order };
  }

  rows(): number[] {
    return [...this.order];
  }

  async run(totals: ScoreTotals): Promise<number> {
    const { core, state } = this;
    const { parameters } = await state.copy(core.backend);
    const minimization = await this.begun(Float64Array.from(parameters));
    if (minimization === undefined) return this.lastLoss;
    const { evaluation, stopReason } = await this.iteration(minimization);
    this.write(bindingNames.statistics, evaluation.outputs.get(bindingNames.newStatistics));
    state.trained();
    core.step += 1;
    core.iteration += 1;
    core.storedSlots = minimization.state();
    this.endReason = stopReason;
    return totals.add(this.storagesOf(evaluation), this.rowCount);
  }

  private async iteration(minimization: Minimization<RowsEvaluation>): Promise<MinimizerIteration<RowsEvaluation>> {
    try {
      return await minimization.iterate();
    } finally {
      // The last place that was looked at need not be the best one.
      this.write(bindingNames.parameters, minimization.parameters);
    }
  }

  /**
   * The minimization at these parameters: the one under way, unless a callback has changed them. Undefined where their
   * loss is no finite number.
   */
  private async begun(parameters: Float64Array): Promise<Minimization<RowsEvaluation> | undefined> {
    const { minimization, optimizer, core } = this;
    const isUnchanged = (value: number, index: number): boolean =>
      value === parameters[index] || Math.fround(value) === parameters[index];
    if (minimization?.parameters.every(isUnchanged)) return minimization;
    const state = new Map([...(core.storedSlots ?? [])].map(([name, values]) => [name, Float64Array.from(values)]));
    const known = state.size === 0 ? undefined : state;
    try {
      this.minimization = await optimizer.begin((values) => this.evaluate(values), parameters, known);
    } catch (error) {
      if (!(error instanceof TrainingError) || Number.isFinite(this.lastLoss)) throw error;
      this.minimization = undefined;
    }
    return this.minimization;
  }

  private write(name: string, values: ArrayLike<number> | undefined): void {
    if (values !== undefined) this.state.current?.knownState(name)?.write(values);
  }

  private async evaluate(parameters: Float64Array): Promise<RowsEvaluation> {
    const { bound, core, order, rowCount, breath } = this;
    if (breath.isDue) await breath.take();
    if (bound === undefined) throw new BackendError("the program for all rows has not been prepared");
    this.write(bindingNames.parameters, parameters);
    await this.steps.execute(bound, core, order, 0, rowCount);
    const outputs = new Map<string, ArrayData>();
    for (const name of bound.prepared.executable.plan.program.outputs.keys()) {
      const values = await bound.outputs[name]?.read();
      if (values !== undefined) outputs.set(name, values);
    }
    const loss = outputs.get(bindingNames.loss)?.[0] ?? Number.NaN;
    this.lastLoss = loss;
    return { loss, gradient: Float64Array.from(outputs.get(bindingNames.gradient) ?? []), outputs };
  }

  private storagesOf({ outputs }: RowsEvaluation): Record<string, Storage> {
    const storages = Object.entries(this.bound?.outputs ?? {});
    return Object.fromEntries(
      storages.flatMap(([name, storage]): [string, Storage][] => {
        const values = outputs.get(name);
        return values === undefined ? [] : [[name, memoryOf(storage, values)]];
      }),
    );
  }

  release(): void {
    this.bound?.prepared.letGo();
    this.steps.release();
  }
}

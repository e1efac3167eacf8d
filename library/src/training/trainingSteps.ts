// TrainingSteps: rows in a backend's memory, and the compiled steps that train on them.
import type { Eventually, Invocation, Storage } from "../backends/index.ts";
import type { PlanTarget, Program } from "../graph/index.ts";
import { BackendError } from "../tensor/index.ts";
import { chain } from "./eventually.ts";
import { RowMemory } from "./feeds/rowMemory.ts";
import { LeastRecentlyUsed } from "./leastRecentlyUsed.ts";
import type { ModelCore } from "./modelCore.ts";
import {
  bindingNames,
  formsKey,
  type RowForms,
  slotBinding,
  slotShape,
  type TrainingStep,
  trainingProgram,
} from "./programs/index.ts";
import { formsOf, type PreparedRows } from "./rows/rows.ts";
import type { Prepared, Runtime } from "./runtime.ts";
import type { ScoreTotals } from "./scoreTotals.ts";
import type { ModelState } from "./states/modelState.ts";
import { slotNames } from "./states/snapshots.ts";
import type { TrainingConfig } from "./trainingConfig.ts";

/** What a step counts, and the rate at which it goes. */
export interface StepCounters {
  readonly step: number;
  readonly iteration: number;
  readonly learningRate: number;
}

/** A program for one batch size, bound to the rows. */
export interface BoundStep {
  readonly invocation: Invocation;
  /** Undefined where neither features nor targets have any influence. */
  readonly indices: Storage | undefined;
  readonly outputs: Readonly<Record<string, Storage>>;
  readonly prepared: Prepared;
}

const scalarBindings = [
  bindingNames.seed,
  bindingNames.step,
  bindingNames.iteration,
  bindingNames.learningRate,
] as const;

/** Batch sizes whose steps stay compiled, for batches from elsewhere that have ever other sizes. */
const keptSizes = 12;

/** The steps of one training. */
export class TrainingSteps {
  private readonly core: ModelCore;
  private readonly state: ModelState;
  private readonly config: TrainingConfig;
  private readonly runtime: Runtime;
  private readonly memory: RowMemory;
  private readonly forms: RowForms;
  private readonly bound = new LeastRecentlyUsed<number, BoundStep>(keptSizes, ({ prepared }) => prepared.letGo());
  /** Written to scalars again and again, so that a step allocates nothing. */
  private readonly scalar = new Float64Array(1);

  /** @param rows the rows to train on, or the first of them: later ones of the same forms may take their place. */
  constructor(core: ModelCore, state: ModelState, config: TrainingConfig, runtime: Runtime, rows: PreparedRows) {
    this.core = core;
    this.state = state;
    this.config = config;
    this.runtime = runtime;
    this.forms = formsOf(rows);
    this.memory = new RowMemory(runtime.session, state.network, rows);
  }

  /** Whether rows of these forms, and as many, can take the place of those in memory. */
  takes(rows: PreparedRows): boolean {
    return rows.rows <= this.memory.capacity && formsKey(formsOf(rows)) === formsKey(this.forms);
  }

  /** Puts other rows in the place of the first ones. */
  load(rows: PreparedRows): void {
    this.memory.load(rows);
  }

  private get shared(): readonly string[] {
    return [bindingNames.parameters, bindingNames.statistics, ...scalarBindings, ...slotNames(this.config)];
  }

  /** Compiles the step for a batch size. */
  prepare(batchSize: number): Eventually<void> {
    if (this.bound.get(batchSize) !== undefined) return;
    const { runtime } = this;
    const definition = this.definition(batchSize);
    const { layout, config, forms, rows } = definition;
    for (const [name, slot] of config.optimizer.slots) {
      runtime.state(slotBinding(name), { shape: slotShape(slot, layout), dtype: "float" }, slot.initial);
    }
    this.takeUpSlots();
    const { shared } = this;
    const key = `train ${rows} ${batchSize} ${formsKey(forms)}`;
    const program = () => trainingProgram(definition);
    const lent = Object.keys(this.memory.storages);
    return chain(runtime.prepare(key, program, { shared, lent }), (prepared) => {
      this.bound.set(batchSize, this.bind(prepared));
      runtime.knownState(bindingNames.seed)?.write([this.core.seed | 0]);
    });
  }

  /** Slots of an earlier training, read from a file, take the place of fresh ones. */
  private takeUpSlots(): void {
    for (const [name, values] of this.core.storedSlots ?? []) this.runtime.knownState(slotBinding(name))?.write(values);
    this.core.storedSlots = undefined;
  }

  private bind(prepared: Prepared): BoundStep {
    const { executable, own } = prepared;
    prepared.hold();
    const invocation = this.runtime.bind(executable, { ...own, ...this.memory.storages });
    return { invocation, indices: own[bindingNames.indices], outputs: own, prepared };
  }

  private writeScalar(name: string, value: number): void {
    this.scalar[0] = value;
    this.runtime.knownState(name)?.write(this.scalar);
  }

  /**
   * One step on the rows `order[start]` to `order[start + size - 1]`. The result is their mean loss before it.
   */
  run(order: Int32Array, start: number, size: number, totals: ScoreTotals): Eventually<number> {
    const step = this.bound.get(size);
    if (step === undefined) throw new BackendError(`no step for a batch of ${size} rows has been prepared`);
    const { core, state } = this;
    state.synchronize();
    const { schedule } = this.config.optimizer;
    if (schedule !== undefined) core.learningRate = schedule.rate(core.iteration);
    core.step += 1;
    core.iteration += 1;
    return chain(this.execute(step, core, order, start, size), () => {
      state.trained();
      return totals.add(step.outputs, size);
    });
  }

  /** Runs a program on the rows `order[start]` to `order[start + size - 1]` as the step of these numbers. */
  execute(step: BoundStep, counters: StepCounters, order: Int32Array, start: number, size: number): Eventually<void> {
    step.indices?.write(order, start, size);
    this.writeScalar(bindingNames.step, counters.step);
    this.writeScalar(bindingNames.iteration, counters.iteration);
    this.writeScalar(bindingNames.learningRate, counters.learningRate);
    return step.invocation.run();
  }

  /** The weights on the backend have changed. */
  changed(): void {
    this.state.trained();
  }

  /** What programs over these rows are planned for. */
  get target(): PlanTarget {
    return this.runtime.backend;
  }

  /** What a step for batches of a size is made of. */
  definition(batchSize: number): TrainingStep {
    const { network, layout } = this.state;
    const { config, forms } = this;
    return { network, layout, config, forms, rows: this.memory.capacity, batchSize };
  }

  /** Another program over the same rows and states; `name` tells it from others over them. */
  async other(name: string, program: Program): Promise<BoundStep> {
    const lent = Object.keys(this.memory.storages);
    const key = `${name} ${this.memory.capacity} ${formsKey(this.forms)}`;
    return this.bind(await this.runtime.prepare(key, () => program, { shared: this.shared, lent }));
  }

  /** Gives the memory of the rows back. */
  release(): void {
    this.bound.clear();
    this.memory.release();
  }
}

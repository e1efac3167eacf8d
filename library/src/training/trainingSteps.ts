// TrainingSteps: rows in a backend's memory, and the compiled steps that train on them.
import type { Eventually, Invocation, Storage } from "../backends/index.ts";
import { type ArrayData, BackendError } from "../tensor/index.ts";
import { chain } from "./eventually.ts";
import type { ModelCore } from "./modelCore.ts";
import type { HostStates, ModelState } from "./modelState.ts";
import { bindingNames, slotBinding, trainingProgram } from "./programs/index.ts";
import type { PreparedRows } from "./rows.ts";
import { type Prepared, type Runtime, releaseAll } from "./runtime.ts";
import type { ScoreTotals } from "./scoreTotals.ts";
import type { TrainingConfig } from "./trainingConfig.ts";

/** Steps of one batch size, bound to the rows. */
interface BoundStep {
  readonly invocation: Invocation;
  /** Undefined where neither features nor targets have any influence. */
  readonly indices: Storage | undefined;
  readonly outputs: Readonly<Record<string, Storage>>;
  readonly prepared: Prepared;
}

/** States of a training at one moment. */
export interface Snapshot {
  readonly weights: HostStates;
  readonly slots: ReadonlyMap<string, ArrayData>;
}

const rowBindings = [bindingNames.x, bindingNames.y] as const;
const scalarBindings = [
  bindingNames.seed,
  bindingNames.step,
  bindingNames.iteration,
  bindingNames.learningRate,
] as const;

/** The steps of one training. */
export class TrainingSteps {
  private readonly core: ModelCore;
  private readonly state: ModelState;
  private readonly config: TrainingConfig;
  private readonly runtime: Runtime;
  private readonly data: PreparedRows;
  private readonly lent: Readonly<Record<string, Storage>>;
  private readonly bound = new Map<number, BoundStep>();
  /** Written to scalars again and again, so that a step allocates nothing. */
  private readonly scalar = new Float64Array(1);

  constructor(core: ModelCore, state: ModelState, config: TrainingConfig, runtime: Runtime, data: PreparedRows) {
    this.core = core;
    this.state = state;
    this.config = config;
    this.runtime = runtime;
    this.data = data;
    const { x, y } = data;
    const dtype = state.network.inputs[0]?.dtype ?? "float";
    this.lent = {
      [bindingNames.x]: runtime.session.allocate({ shape: x.shape, dtype }),
      [bindingNames.y]: runtime.session.allocate({ shape: y.data.shape, dtype: y.form.dtype }),
    };
    this.lent[bindingNames.x]?.write(x.data);
    this.lent[bindingNames.y]?.write(y.data.data);
  }

  private get slotNames(): string[] {
    return [...this.config.optimizer.slots.keys()].map(slotBinding);
  }

  /** Compiles the step for a batch size. */
  prepare(batchSize: number): Eventually<void> {
    const { runtime, state, config, data } = this;
    const { network, layout } = state;
    const { form } = data.y;
    for (const [name, { initial }] of config.optimizer.slots) {
      runtime.state(slotBinding(name), { shape: [layout.parameterCount], dtype: "float" }, initial);
    }
    const shared = [bindingNames.parameters, bindingNames.statistics, ...scalarBindings, ...this.slotNames];
    const key = `train ${data.rows} ${batchSize} ${form.dtype} ${form.shape.join()}`;
    const program = () => trainingProgram({ network, layout, config, form, rows: data.rows, batchSize });
    return chain(runtime.prepare(key, program, { shared, lent: rowBindings }), (prepared) => {
      this.bound.set(batchSize, this.bind(prepared));
      runtime.knownState(bindingNames.seed)?.write([this.core.seed | 0]);
    });
  }

  private bind(prepared: Prepared): BoundStep {
    const { executable, own } = prepared;
    prepared.hold();
    const invocation = this.runtime.bind(executable, { ...own, ...this.lent });
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
    core.step += 1;
    core.iteration += 1;
    step.indices?.write(order, start, size);
    this.writeScalar(bindingNames.step, core.step);
    this.writeScalar(bindingNames.iteration, core.iteration);
    this.writeScalar(bindingNames.learningRate, core.learningRate);
    return chain(step.invocation.run(), () => {
      state.trained();
      return totals.add(step.outputs, size);
    });
  }

  /** A copy of weights and slots: the one that is known, if nothing has changed since. */
  async snapshot(known?: Snapshot): Promise<Snapshot> {
    const weights = await this.state.copy(this.runtime.backend);
    if (known?.weights === weights) return known;
    const slots = new Map<string, ArrayData>();
    for (const name of this.slotNames) {
      const values = await this.runtime.knownState(name)?.read();
      if (values !== undefined) slots.set(name, values);
    }
    return { weights, slots };
  }

  /** Puts weights and slots back. */
  restore({ weights, slots }: Snapshot): void {
    this.state.write(weights);
    for (const [name, values] of slots) this.runtime.knownState(name)?.write(values);
  }

  /** Gives the memory of the rows back. */
  release(): void {
    for (const { prepared } of this.bound.values()) prepared.letGo();
    this.bound.clear();
    releaseAll(this.lent);
  }
}

// Snapshots: copies of a model's weights and of its optimizer's slots.
import type { ArrayData } from "../../tensor/index.ts";
import type { ModelCore } from "../modelCore.ts";
import { slotBinding } from "../programs/index.ts";
import type { Runtime } from "../runtime.ts";
import type { TrainingConfig } from "../trainingConfig.ts";
import type { ModelState } from "./modelState.ts";
import type { Snapshot, SnapshotTaker } from "./stateKeeper.ts";

/** The bindings of an optimizer's slots. */
export function slotNames({ optimizer }: TrainingConfig): string[] {
  return [...optimizer.slots.keys()].map(slotBinding);
}

function sameBits(values: ArrayData, others: ArrayData | undefined): boolean {
  return values.length === others?.length && values.every((value, index) => Object.is(value, others[index]));
}

/** Copies the states of a model and puts them back. */
export class Snapshots implements SnapshotTaker {
  private readonly state: ModelState;
  private readonly runtime: Runtime;
  private readonly slots: readonly string[];
  private readonly averages: string | undefined;

  constructor(state: ModelState, runtime: Runtime, config: TrainingConfig) {
    this.state = state;
    this.runtime = runtime;
    this.slots = slotNames(config);
    const { averagedWeights } = config.optimizer;
    this.averages = averagedWeights === undefined ? undefined : slotBinding(averagedWeights);
  }

  /** A copy of weights and slots: the one that is known, if nothing has changed since. */
  async snapshot(known?: Snapshot): Promise<Snapshot> {
    const weights = await this.state.copy(this.runtime.backend);
    if (known?.weights === weights) return known;
    const slots = new Map<string, ArrayData>();
    for (const name of this.slots) {
      const values = await this.runtime.knownState(name)?.read();
      if (values !== undefined) slots.set(name, values);
    }
    return { weights, slots };
  }

  /** Puts the averages of the weights in their place, where the optimizer keeps some: what Keras does at the end. */
  async putAverages(): Promise<void> {
    const averages = this.averages === undefined ? undefined : await this.runtime.knownState(this.averages)?.read();
    if (averages === undefined) return;
    const { statistics } = await this.state.copy(this.runtime.backend);
    this.state.write({ parameters: averages, statistics });
  }

  /**
   * Puts the weights as the last training left them in the place of what was shown at its end, unless somebody has
   * changed that since: always where that were averages, and what else only where a training goes on.
   */
  async takeBack(core: ModelCore, isGoingOn: boolean): Promise<void> {
    const { trained } = core;
    core.trained = undefined;
    if (trained === undefined) return;
    const { parameters } = await this.state.copy(this.runtime.backend);
    if (!sameBits(parameters, trained.shown.parameters)) return;
    if (isGoingOn || sameBits(parameters, await this.averagesNow(core))) this.state.write(trained.own);
  }

  private async averagesNow({ storedSlots, config }: ModelCore): Promise<ArrayData | undefined> {
    const name = config?.optimizer.averagedWeights;
    if (name === undefined) return undefined;
    return storedSlots?.get(name) ?? this.runtime.knownState(slotBinding(name))?.read();
  }

  /** Puts weights and slots back. */
  restore({ weights, slots }: Snapshot): void {
    this.state.write(weights);
    for (const [name, values] of slots) this.runtime.knownState(name)?.write(values);
  }
}

// ReplayedSteps: the steps of an epoch made once more, watching the gradients, up to the one that went wrong.
import { createProgram, type Program } from "../../graph/index.ts";
import {
  abs,
  concatenate,
  divide,
  greater,
  max,
  multiply,
  reshape,
  select,
  sqrt,
  square,
  sum,
} from "../../ops/index.ts";
import type { ArrayData, Tensor } from "../../tensor/index.ts";
import { bindingNames, type TrainingGraph, trainingGraph } from "../programs/index.ts";
import { hasFiniteWeights, type Snapshot, type SnapshotTaker } from "../states/stateKeeper.ts";
import type { BoundStep, StepCounters, TrainingSteps } from "../trainingSteps.ts";

/** The steps of an epoch as they were made. */
export interface EpochRecord {
  readonly steps: TrainingSteps;
  readonly order: Int32Array;
  readonly batchSize: number;
  /** The states with which the epoch began. */
  readonly beginning: Snapshot;
  /** What had been counted when it began. */
  readonly counters: StepCounters;
  /** The learning rate of each step. */
  readonly rates: Float64Array;
  /** How many steps were made. */
  readonly batches: number;
  /** The number of the first one, where others are gone; 0 by default. */
  readonly firstBatch?: number;
}

/** One step of the epoch. */
export interface RecordedStep {
  readonly batch: number;
  readonly start: number;
  readonly size: number;
  readonly counters: StepCounters;
}

/** The step that went wrong, with the states before it put back. */
export interface WrongStep extends RecordedStep {
  /** Norms of the derivatives by each weight, for the steps before; the last one at the end. */
  readonly norms: readonly ArrayData[];
}

/** Steps whose norms are remembered. */
const remembered = 8;

/** The norm, of numbers too whose squares would not be finite. */
function normOf(gradient: Tensor): Tensor {
  const largest = max(abs(gradient));
  const scale = select(greater(largest, 0), largest, 1);
  return multiply(sqrt(sum(square(divide(gradient, scale)))), scale);
}

function watchedProgram({ outputs, updates, weightGradients }: TrainingGraph): Program {
  const norms = weightGradients.map((gradient) => reshape(normOf(gradient), [1]));
  const loss = outputs[bindingNames.loss];
  return createProgram({
    outputs: { ...(loss === undefined ? {} : { loss }), norms: concatenate(norms) },
    updates,
  });
}

function recordedStep({ order, batchSize, counters, rates }: EpochRecord, batch: number): RecordedStep {
  const start = batch * batchSize;
  return {
    batch,
    start,
    size: Math.min(batchSize, order.length - start),
    counters: {
      step: counters.step + batch + 1,
      iteration: counters.iteration + batch + 1,
      learningRate: rates[batch] ?? counters.learningRate,
    },
  };
}

/** Makes the steps of an epoch once more. */
export class ReplayedSteps {
  private readonly record: EpochRecord;
  private readonly states: SnapshotTaker;
  private readonly programs = new Map<number, BoundStep>();

  constructor(record: EpochRecord, states: SnapshotTaker) {
    this.record = record;
    this.states = states;
  }

  private async programFor(size: number): Promise<BoundStep> {
    const known = this.programs.get(size);
    if (known !== undefined) return known;
    const { steps } = this.record;
    const program = await steps.other(`watched ${size}`, watchedProgram(trainingGraph(steps.definition(size))));
    this.programs.set(size, program);
    return program;
  }

  /** Makes a step. The result is whether it went well, and the norms of its derivatives. */
  private async make({ counters, start, size }: RecordedStep): Promise<{ isFine: boolean; norms: ArrayData }> {
    const { steps, order } = this.record;
    const program = await this.programFor(size);
    await steps.execute(program, counters, order, start, size);
    steps.changed();
    const loss = (await program.outputs.loss?.read())?.[0] ?? 0;
    return { isFine: Number.isFinite(loss), norms: (await program.outputs.norms?.read()) ?? new Float64Array(0) };
  }

  /** Up to the first step whose loss or new weights are not finite; undefined if there is none. */
  async findWrongStep(): Promise<WrongStep | undefined> {
    const norms: ArrayData[] = [];
    let before = this.record.beginning;
    this.states.restore(before);
    for (let batch = 0; batch < this.record.batches; batch += 1) {
      const step = recordedStep(this.record, batch);
      const made = await this.make(step);
      const after = await this.states.snapshot();
      if (!made.isFine || !hasFiniteWeights(after)) {
        this.states.restore(before);
        return { ...step, norms };
      }
      norms.push(made.norms);
      if (norms.length > remembered) norms.shift();
      before = after;
    }
    return undefined;
  }

  release(): void {
    for (const { prepared } of this.programs.values()) prepared.letGo();
  }
}

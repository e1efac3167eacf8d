// ScoreTotals: loss and metrics of many batches, added up in float64.
import type { Eventually, Storage } from "../backends/index.ts";
import { chain } from "./eventually.ts";
import { bindingNames, totalBinding } from "./programs/index.ts";
import type { TrainingConfig } from "./trainingConfig.ts";

interface Total {
  readonly metric: string;
  readonly name: string;
  readonly binding: string;
  readonly sum: Float64Array;
}

/** A number of a storage, without allocating anything where the backend can. */
function first(storage: Storage): Eventually<number> {
  if ("get" in storage && typeof storage.get === "function") return Number(storage.get(0));
  return chain(storage.read(), (values) => values[0] ?? Number.NaN);
}

/** Adds up the outputs of a program's runs. */
export class ScoreTotals {
  private readonly config: TrainingConfig;
  private totals: readonly Total[] | undefined;
  private lossSum = 0;
  private rows = 0;

  constructor(config: TrainingConfig) {
    this.config = config;
  }

  /** Mean loss of the rows so far. */
  get loss(): number {
    return this.lossSum / this.rows;
  }

  reset(): void {
    this.lossSum = 0;
    this.rows = 0;
    for (const { sum } of this.totals ?? []) sum.fill(0);
  }

  private totalsOf(outputs: Readonly<Record<string, Storage>>): readonly Total[] {
    this.totals ??= this.config.metrics.flatMap(({ type: metric }) => {
      const prefix = totalBinding(metric, "");
      return Object.entries(outputs)
        .filter(([binding]) => binding.startsWith(prefix))
        .map(([binding, { spec }]) => {
          const size = spec.shape.reduce((product, length) => product * length, 1);
          return { metric, name: binding.slice(prefix.length), binding, sum: new Float64Array(size) };
        });
    });
    return this.totals;
  }

  private addTotal({ binding, sum }: Total, outputs: Readonly<Record<string, Storage>>): Eventually<void> {
    const storage = outputs[binding];
    if (storage === undefined) return;
    if (sum.length === 1) {
      return chain(first(storage), (value) => {
        sum[0] = (sum[0] ?? 0) + value;
      });
    }
    return chain(storage.read(), (values) => {
      for (let index = 0; index < sum.length; index += 1) sum[index] = (sum[index] ?? 0) + (values[index] ?? 0);
    });
  }

  /** Adds what a batch of rows gave; the result is the batch's mean loss. */
  add(outputs: Readonly<Record<string, Storage>>, rows: number): Eventually<number> {
    const storage = outputs[bindingNames.loss];
    let pending: Promise<unknown> | undefined;
    for (const total of this.totalsOf(outputs)) {
      const added = this.addTotal(total, outputs);
      if (added instanceof Promise) pending = Promise.all([pending, added]);
    }
    const loss = storage === undefined ? Number.NaN : first(storage);
    return chain(pending, () =>
      chain(loss, (value) => {
        this.lossSum += value * rows;
        this.rows += rows;
        return value;
      }),
    );
  }

  /** Loss and metrics of all rows so far. */
  scores(): Record<string, number> & { loss: number } {
    const scores: Record<string, number> & { loss: number } = { loss: this.loss };
    for (const metric of this.config.metrics) {
      const own = (this.totals ?? []).filter((total) => total.metric === metric.type);
      scores[metric.type] = metric.result(Object.fromEntries(own.map(({ name, sum }) => [name, sum])), this.rows);
    }
    return scores;
  }
}

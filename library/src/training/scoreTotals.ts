// ScoreTotals: loss and metrics of many batches, added up in float64.
import type { Eventually, Storage } from "../backends/index.ts";
import { chain } from "./eventually.ts";
import { bindingNames, lossBinding, totalBinding } from "./programs/index.ts";
import { allMetrics, type TrainingConfig } from "./trainingConfig.ts";

interface Total {
  /** The name of the metric, or of an output's loss. */
  readonly score: string;
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
  /** The losses of the outputs, where there are several: each sum is weighted by the rows. */
  private readonly losses: readonly { readonly name: string; readonly binding: string; sum: number }[];

  constructor(config: TrainingConfig) {
    this.config = config;
    this.losses = config.outputs.flatMap(({ lossName: name }) =>
      name === undefined ? [] : [{ name, binding: lossBinding(name), sum: 0 }],
    );
  }

  /** Mean loss of the rows so far. */
  get loss(): number {
    return this.lossSum / this.rows;
  }

  reset(): void {
    this.lossSum = 0;
    this.rows = 0;
    for (const loss of this.losses) loss.sum = 0;
    for (const { sum } of this.totals ?? []) sum.fill(0);
  }

  private totalsOf(outputs: Readonly<Record<string, Storage>>): readonly Total[] {
    this.totals ??= allMetrics(this.config).flatMap(({ name: score }) => {
      const prefix = totalBinding(score, "");
      return Object.entries(outputs)
        .filter(([binding]) => binding.startsWith(prefix))
        .map(([binding, { spec }]) => {
          const size = spec.shape.reduce((product, length) => product * length, 1);
          return { score, name: binding.slice(prefix.length), binding, sum: new Float64Array(size) };
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
    for (const own of this.losses) {
      const stored = outputs[own.binding];
      const added = chain(stored === undefined ? Number.NaN : first(stored), (value) => {
        own.sum += value * rows;
      });
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
    for (const { name, sum } of this.losses) scores[name] = sum / this.rows;
    for (const { name: score, metric } of allMetrics(this.config)) {
      const own = (this.totals ?? []).filter((total) => total.score === score);
      scores[score] = metric.result(Object.fromEntries(own.map(({ name, sum }) => [name, sum])), this.rows);
    }
    return scores;
  }
}

// History: how loss and metrics went, epoch by epoch.

/** Loss and metrics of one pass over rows. */
export interface Scores {
  readonly loss: number;
  readonly accuracy?: number;
  readonly [metric: string]: number | undefined;
}

/** What `fit` gives back: one number for each epoch that was completed. */
export interface History {
  /** Numbers of the epochs, from 0. */
  readonly epochs: readonly number[];
  /** Mean loss of the epoch's batches, each before its own step. */
  readonly loss: readonly number[];
  readonly accuracy?: readonly number[];
  /** Loss on the validation rows after the epoch. */
  readonly valLoss?: readonly number[];
  readonly valAccuracy?: readonly number[];
  /** All of them by name: `loss`, each metric, and the same of the validation rows with `val` before it. */
  readonly values: Readonly<Record<string, readonly number[]>>;
  /** Duration of the whole training. */
  readonly seconds: number;
  /** Why the training ended before its last epoch, if it did. */
  readonly stopReason?: string;
}

/** Collects a history. */
export class HistoryRecorder {
  readonly epochs: number[] = [];
  readonly values: Record<string, number[]> = {};

  add(epoch: number, values: Readonly<Record<string, number>>): void {
    this.epochs.push(epoch);
    for (const [name, value] of Object.entries(values)) {
      this.values[name] ??= [];
      this.values[name].push(value);
    }
  }

  finish(seconds: number, stopReason: string | undefined): History {
    const { accuracy, valLoss, valAccuracy, loss = [] } = this.values;
    return {
      epochs: this.epochs,
      loss,
      ...(accuracy === undefined ? {} : { accuracy }),
      ...(valLoss === undefined ? {} : { valLoss }),
      ...(valAccuracy === undefined ? {} : { valAccuracy }),
      values: this.values,
      seconds,
      ...(stopReason === undefined ? {} : { stopReason }),
    };
  }
}

/** The name of a value on the validation rows: `loss` is `valLoss`. */
export function validationName(name: string): string {
  return `val${name.charAt(0).toUpperCase()}${name.slice(1)}`;
}

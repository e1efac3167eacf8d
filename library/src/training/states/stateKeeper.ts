// StateKeeper: the states with which the epochs of a training began, so that good ones can be put back.
import type { ArrayData } from "../../tensor/index.ts";

/** States of a training at one moment. */
export interface Snapshot {
  readonly weights: { readonly parameters: ArrayData; readonly statistics: ArrayData };
  readonly slots: ReadonlyMap<string, ArrayData>;
}

/** Takes copies of states and puts them back. */
export interface SnapshotTaker {
  /** A copy of weights and slots: the one that is known, if nothing has changed since. */
  snapshot(known?: Snapshot): Promise<Snapshot>;
  restore(snapshot: Snapshot): void;
}

/** Whether all weights are finite numbers. */
export function hasFiniteWeights({ weights: { parameters } }: Snapshot): boolean {
  let zero = 0;
  // A product with 0 is 0, or NaN for NaN and the infinities, and NaN stays in the sum.
  for (let index = 0; index < parameters.length; index += 1) zero += (parameters[index] ?? 0) * 0;
  return zero === 0;
}

/** Keeps the states of the last epochs. */
export class StateKeeper {
  readonly taker: SnapshotTaker;
  /** States with which this epoch began, and the one before. */
  private began: Snapshot | undefined;
  private beganBefore: Snapshot | undefined;
  /** States with which the last epoch ended: copied once, unless a callback changes the weights. */
  private ended: Snapshot | undefined;

  constructor(taker: SnapshotTaker) {
    this.taker = taker;
  }

  /** The states with which this epoch began. */
  get beginning(): Snapshot | undefined {
    return this.began;
  }

  /** An epoch begins. */
  async begin(): Promise<void> {
    this.beganBefore = this.began;
    this.began = await this.taker.snapshot(this.ended);
  }

  /**
   * An epoch has ended. The result is whether its weights are finite: the last step's loss is from before it, so only
   * the weights show whether it went well.
   */
  async end(): Promise<boolean> {
    this.ended = await this.taker.snapshot();
    return hasFiniteWeights(this.ended);
  }

  /** Puts back the states with which this epoch began, or the one before. */
  putBack(isEarlier: boolean): void {
    const good = isEarlier ? (this.beganBefore ?? this.began) : this.began;
    if (good !== undefined) this.taker.restore(good);
  }
}

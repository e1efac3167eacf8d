// The moving average of the parameters over the steps (EMA, Polyak averaging), as Keras does it.
import { add, equal, greaterOrEqual, multiply, select, subtract } from "../../ops/index.ts";
import { GraphError, type Tensor } from "../../tensor/index.ts";
import type { CommonConfig } from "./commonOptions.ts";

/** The slots of averaging; the second one only where averages overwrite parameters. */
export function averageSlots({ useEma, emaOverwriteFrequency }: CommonConfig) {
  return {
    averagedWeights: useEma ? { initial: 0 } : undefined,
    stepsSinceOverwrite: emaOverwriteFrequency === undefined ? undefined : { initial: 0, scalar: true },
  };
}

/** New parameters and slots. */
export interface Averaged {
  readonly parameters: Tensor;
  readonly slots: ReadonlyMap<string, Tensor>;
}

/** Takes new parameters into the average, which the first ones make up alone. */
export function averagedParameters(
  parameters: Tensor,
  slots: ReadonlyMap<string, Tensor>,
  iteration: Tensor,
  { useEma, emaMomentum, emaOverwriteFrequency: frequency }: CommonConfig,
): Averaged {
  if (!useEma) return { parameters, slots: new Map() };
  const [average, steps] = [slots.get("averagedWeights"), slots.get("stepsSinceOverwrite")];
  if (average === undefined) throw new GraphError("the slot of averaged weights is missing");
  const share = select(equal(iteration, 1), 1, 1 - emaMomentum);
  const next = add(average, multiply(subtract(parameters, average), share));
  if (steps === undefined || frequency === undefined) {
    return { parameters, slots: new Map([["averagedWeights", next]]) };
  }
  const count = add(steps, 1);
  const isDue = greaterOrEqual(count, frequency);
  return {
    parameters: select(isDue, next, parameters),
    slots: new Map([
      ["averagedWeights", next],
      ["stepsSinceOverwrite", select(isDue, 0, count)],
    ]),
  };
}

// traceDivergence: finds where the first number of a training came from that is not finite.
import { createProgram, type Program, simplifyProgram } from "../../graph/index.ts";
import { type ArrayData, sizeOf, type Tensor } from "../../tensor/index.ts";
import { bindingNames, trainingGraph } from "../programs/index.ts";
import type { ModelState } from "../states/modelState.ts";
import type { SnapshotTaker } from "../states/stateKeeper.ts";
import { described } from "./describeOrigin.ts";
import type { DivergenceOrigin, TracedDivergence } from "./divergenceError.ts";
import { findOrigin, type Origin, type RunProgram } from "./origins.ts";
import { landmarks, placesOf } from "./places.ts";
import { type EpochRecord, ReplayedSteps, type WrongStep } from "./replayedSteps.ts";

/** Runs programs as the step that went wrong, on the states before it. */
function runnerOf({ steps, order }: EpochRecord, { start, size, counters, batch }: WrongStep): RunProgram {
  return async (name: string, program: Program) => {
    const bound = await steps.other(`divergence ${counters.step} ${batch} ${name}`, program);
    await steps.execute(bound, counters, order, start, size);
    const values = await Promise.all(
      [...program.outputs.keys()].map(
        async (output) => [output, (await bound.outputs[output]?.read()) ?? new Float64Array(0)] as const,
      ),
    );
    bound.prepared.letGo();
    return Object.fromEntries(values);
  };
}

/** The rows that an element was made of: one where its node still has the axis of the batch, else all of them. */
function rowsOf({ node, index }: Origin, { order }: EpochRecord, { start, size }: WrongStep): number[] {
  const rows = [...order.subarray(start, start + size)];
  if (node.shape[0] !== size) return rows;
  const row = rows[Math.floor(index / sizeOf(node.shape.slice(1)))];
  return row === undefined ? rows : [row];
}

function largestGradients({ layout }: ModelState, norms: ArrayData | undefined): DivergenceOrigin["largestGradients"] {
  if (norms === undefined) return [];
  return layout.parameters
    .map(({ weight }, position) => ({ weight: weight.name, norm: norms[position] ?? 0 }))
    .sort((a, b) => b.norm - a.norm)
    .slice(0, 3);
}

/** What the simplified graph of a step says of the origin. */
async function originIn(record: EpochRecord, wrong: WrongStep, state: ModelState) {
  const graph = trainingGraph(record.steps.definition(wrong.size));
  const whole = createProgram({ outputs: landmarks(graph), updates: graph.updates });
  const program = simplifyProgram(whole, record.steps.target);
  const loss = program.outputs.get(bindingNames.loss);
  const roots: Tensor[] = [...(loss === undefined ? [] : [loss]), ...program.updates.map(({ value }) => value)];
  const origin = await findOrigin(program, roots, runnerOf(record, wrong));
  if (origin === undefined) return undefined;
  return {
    ...(placesOf(program, state).get(origin.node) ?? { layer: undefined, phase: "optimizer" as const }),
    origin,
  };
}

/**
 * Makes the steps of an epoch once more, and looks at every value of the first one whose loss or new weights are not
 * finite. The states are those before that step when it has ended.
 *
 * @returns undefined where the steps go well this time: a callback had changed the weights between them.
 */
export async function traceDivergence(
  record: EpochRecord,
  state: ModelState,
  states: SnapshotTaker,
  epoch: number,
): Promise<TracedDivergence | undefined> {
  const replayed = new ReplayedSteps(record, states);
  try {
    const wrong = await replayed.findWrongStep();
    const found = wrong === undefined ? undefined : await originIn(record, wrong, state);
    if (wrong === undefined || found === undefined) return undefined;
    const { origin, layer, phase } = found;
    return described({
      epoch,
      batch: wrong.batch + (record.firstBatch ?? 0),
      rows: rowsOf(origin, record, wrong),
      layer,
      phase,
      operation: origin.node.operation.name,
      operands: origin.operands,
      value: origin.value,
      gradientNorms: wrong.norms.map((norms) => Math.hypot(...norms)),
      largestGradients: largestGradients(state, wrong.norms.at(-1)),
    });
  } finally {
    replayed.release();
  }
}

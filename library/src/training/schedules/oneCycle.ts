// oneCycle: up to a high rate, then down to one far below the first.
import { choice, decimal, flag, optional, wholeNumber } from "../../nn/index.ts";
import { defineSchedule } from "../schedule.ts";

/** From one rate to another; `end` is the iteration at which it is reached, which need not be whole. */
interface Phase {
  readonly end: number;
  readonly from: number;
  readonly to: number;
}

interface Cycle {
  readonly maxLearningRate: number;
  readonly totalSteps: number;
  readonly pctStart: number;
  readonly divFactor: number;
  readonly finalDivFactor: number;
  readonly threePhase: boolean;
}

function phasesOf(cycle: Cycle): readonly Phase[] {
  const { maxLearningRate: highest, totalSteps, pctStart } = cycle;
  const first = highest / cycle.divFactor;
  const last = first / cycle.finalDivFactor;
  const top = { end: pctStart * totalSteps - 1, from: first, to: highest };
  const end = totalSteps - 1;
  if (!cycle.threePhase) return [top, { end, from: highest, to: last }];
  return [top, { end: 2 * pctStart * totalSteps - 2, from: highest, to: first }, { end, from: first, to: last }];
}

/**
 * The 1cycle policy (Smith and Topin, 2017) as PyTorch's `OneCycleLR` defines it, with PyTorch's defaults: from
 * `maxLearningRate / divFactor` up to `maxLearningRate` in the first `pctStart` of the steps, then down to
 * `maxLearningRate / divFactor / finalDivFactor`. With `threePhase` it comes down to where it began in as many steps as
 * it rose, and falls to the last rate after that. After `totalSteps` it stays at the last rate. The momentum stays what
 * it is: it is PyTorch's with `cycle_momentum=False`.
 *
 * @example
 * ```ts
 * import { oneCycle } from "chainrule";
 * const schedule = oneCycle({ maxLearningRate: 0.1, totalSteps: 20 });
 * console.log(schedule.rate(5)); // 0.1
 * ```
 */
export const oneCycle = defineSchedule({
  name: "oneCycle",
  description: "Up to a high rate, then down to one far below the first",
  config: {
    maxLearningRate: decimal({ minimum: 0, description: "The highest rate" }),
    totalSteps: wholeNumber({ minimum: 1, description: "Steps of the whole training: epochs times steps per epoch" }),
    pctStart: optional(
      decimal({ minimum: 0, maximum: 1, description: "Share of the steps in which the rate rises" }),
      0.3,
    ),
    annealStrategy: optional(choice(["cos", "linear"], "Along a cosine or along a line"), "cos"),
    divFactor: optional(
      decimal({ minimum: 0, exclusive: "minimum", description: "The highest rate divided by the first one" }),
      25,
    ),
    finalDivFactor: optional(
      decimal({ minimum: 0, exclusive: "minimum", description: "The first rate divided by the last one" }),
      1e4,
    ),
    threePhase: optional(flag("Whether the rate comes back to the first one before it falls to the last one"), false),
  },
  rate: (iteration, { annealStrategy, ...cycle }) => {
    const phases = phasesOf(cycle);
    const step = Math.min(iteration, cycle.totalSteps - 1);
    const index = phases.findIndex(({ end }) => step <= end);
    const phase = phases.at(index);
    if (phase === undefined) return cycle.maxLearningRate;
    const start = phases.at(index - 1);
    const begin = index === 0 || start === undefined ? 0 : start.end;
    // A phase without a length is at its end.
    const share = phase.end === begin ? 1 : (step - begin) / (phase.end - begin);
    const { from, to } = phase;
    if (annealStrategy === "linear") return from + (to - from) * share;
    return to + ((from - to) / 2) * (1 + Math.cos(Math.PI * share));
  },
});

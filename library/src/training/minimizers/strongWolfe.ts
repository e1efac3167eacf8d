// The line search of torch.optim.LBFGS: bracketing, then zooming with cubic interpolation.
import { isFiniteTrial, type Line, type LineSearch, type Trial } from "./lineSearch.ts";
import type { Evaluation } from "./objective.ts";
import { absoluteSum, maximumNorm } from "./vectors.ts";

// The constants of torch.
const decrease = 1e-4;
const curvature = 0.9;
const mostTrials = 25;
const narrowest = 1e-9;

/** Where the cubic through two places has its minimum, within bounds; their middle where it has none. */
function interpolate(a: Trial, b: Trial, low: number, high: number): number {
  const d1 = a.slope + b.slope - (3 * (a.loss - b.loss)) / (a.step - b.step);
  const square = d1 ** 2 - a.slope * b.slope;
  if (!(square >= 0)) return (low + high) / 2;
  const d2 = Math.sqrt(square);
  const [near, far] = a.step <= b.step ? [a, b] : [b, a];
  const way = (far.step - near.step) * ((far.slope + d2 - d1) / (far.slope - near.slope + 2 * d2));
  return Number.isNaN(way) ? (low + high) / 2 : Math.min(Math.max(far.step - way, low), high);
}

/** A bracket in which a suitable step lies, or one step that is suitable. */
interface Bracketed<E extends Evaluation> {
  readonly low: Trial<E>;
  readonly high: Trial<E> | undefined;
  readonly trials: number;
}

const isTooHigh = (trial: Trial, start: Trial): boolean =>
  trial.loss > start.loss + decrease * trial.step * start.slope;
const isFlat = (trial: Trial, start: Trial): boolean => Math.abs(trial.slope) <= -curvature * start.slope;
const ordered = <E extends Evaluation>(a: Trial<E>, b: Trial<E>, trials: number): Bracketed<E> =>
  a.loss <= b.loss ? { low: a, high: b, trials } : { low: b, high: a, trials };

/** Tries a step, and ever shorter ones while the loss there is no finite number. */
async function finiteTrial<E extends Evaluation>(
  line: Line<E>,
  from: number,
  step: number,
): Promise<Trial<E> | undefined> {
  let trial = await line.at(step);
  for (let count = 1; count < mostTrials && !isFiniteTrial(trial); count += 1) {
    trial = await line.at(from + (trial.step - from) / 10);
  }
  return isFiniteTrial(trial) ? trial : undefined;
}

async function bracket<E extends Evaluation>(line: Line<E>, firstStep: number): Promise<Bracketed<E> | undefined> {
  const { start } = line;
  let before = start;
  let trial = await finiteTrial(line, 0, firstStep);
  for (let trials = 0; trial !== undefined && trials < mostTrials; trials += 1) {
    if (isTooHigh(trial, start) || (trials > 1 && trial.loss >= before.loss)) return ordered(before, trial, trials);
    if (isFlat(trial, start)) return { low: trial, high: undefined, trials };
    if (trial.slope >= 0) return ordered(before, trial, trials);
    const [least, most] = [trial.step + 0.01 * (trial.step - before.step), trial.step * 10];
    const step = interpolate(before, trial, least, most);
    before = trial;
    trial = await finiteTrial(line, before.step, step);
  }
  return trial === undefined ? undefined : ordered(start, trial, mostTrials);
}

/** Keeps a step a tenth of the bracket away from its ends, if the one before was near an end too. */
class Margin {
  private wasNearEnd = false;

  keep(step: number, a: number, b: number): number {
    const [low, high] = [Math.min(a, b), Math.max(a, b)];
    const margin = 0.1 * (high - low);
    const isNearEnd = Math.min(high - step, step - low) < margin;
    const isMoved = isNearEnd && (this.wasNearEnd || step >= high || step <= low);
    this.wasNearEnd = isNearEnd && !isMoved;
    if (!isMoved) return step;
    return Math.abs(step - high) < Math.abs(step - low) ? high - margin : low + margin;
  }
}

async function search<E extends Evaluation>(line: Line<E>, firstStep: number): Promise<Trial<E> | undefined> {
  const { start } = line;
  const found = await bracket(line, firstStep);
  if (found === undefined) return undefined;
  let { low, high, trials } = found;
  const length = maximumNorm(line.direction);
  const margin = new Margin();
  for (; high !== undefined && trials < mostTrials; trials += 1) {
    if (Math.abs(high.step - low.step) * length < narrowest) break;
    const [least, most] = [Math.min(low.step, high.step), Math.max(low.step, high.step)];
    const trial = await line.at(margin.keep(interpolate(low, high, least, most), low.step, high.step));
    if (!isFiniteTrial(trial) || isTooHigh(trial, start) || trial.loss >= low.loss) {
      ({ low, high } = isFiniteTrial(trial) ? ordered(low, trial, trials) : { low, high: trial });
      continue;
    }
    if (isFlat(trial, start)) return trial;
    if (trial.slope * (high.step - low.step) >= 0) high = low;
    low = trial;
  }
  return low.step > 0 ? low : undefined;
}

/** The line search of torch.optim.LBFGS with `line_search_fn="strong_wolfe"`: decrease 1e-4, curvature 0.9, 25 trials. */
export function strongWolfe(learningRate: number): LineSearch {
  return {
    firstStep: (gradient) => Math.min(1, 1 / absoluteSum(gradient)) * learningRate,
    nextStep: learningRate,
    search,
  };
}

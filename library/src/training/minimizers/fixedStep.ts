// No line search: every step has the length that is given, as in torch.optim.LBFGS by default.
import { isFiniteTrial, type Line, type LineSearch, type Trial } from "./lineSearch.ts";
import type { Evaluation } from "./objective.ts";
import { absoluteSum } from "./vectors.ts";

const mostTrials = 25;

async function search<E extends Evaluation>(line: Line<E>, firstStep: number): Promise<Trial<E> | undefined> {
  let step = firstStep;
  for (let count = 0; count < mostTrials; count += 1) {
    const trial = await line.at(step);
    if (isFiniteTrial(trial)) return trial;
    step /= 10;
  }
  return undefined;
}

/** Steps of one length, whether or not the loss falls; shortened only where the loss is no finite number. */
export function fixedStep(learningRate: number): LineSearch {
  return {
    firstStep: (gradient) => Math.min(1, 1 / absoluteSum(gradient)) * learningRate,
    nextStep: learningRate,
    search,
  };
}

// The line search of Moré and Thuente, as L-BFGS-B (and so SciPy and scikit-learn) uses it.
import { isFiniteTrial, type Line, type LineSearch, type Trial } from "./lineSearch.ts";
import { type Bracket, nextStep, type Place } from "./moreThuenteStep.ts";
import type { Evaluation } from "./objective.ts";
import { dot } from "./vectors.ts";

// The constants of lnsrlb.f in L-BFGS-B 3.0, and of dcsrch in MINPACK-2.
/** Share of the slope at the start by which the loss must fall. */
const decrease = 1e-3;
/** Share of the slope at the start that may remain. */
const curvature = 0.9;
/** Relative width of a bracket that is not searched further. */
const narrowest = 0.1;
const largestStep = 1e10;
const mostTrials = 20;
/** How far beyond a trial the next one may lie, as shares of the way from the best place. */
const [leastReach, farthestReach] = [1.1, 4];
/** A bracket must shrink by this factor within two trials; otherwise it is halved. */
const shrinkage = 0.66;

const placeOf = ({ step, loss, slope }: Trial): Place => ({ step, value: loss, slope });

/** The place's value and slope relative to the line of sufficient decrease. */
const below = ({ step, value, slope }: Place, by: number): Place => ({
  step,
  value: value - step * by,
  slope: slope - by,
});

/** One search: what is known after each trial. */
class Search {
  private bracket: Bracket;
  private readonly start: Place;
  /** Slope of the line of sufficient decrease. */
  private readonly test: number;
  private low = 0;
  private high: number;
  /** The largest step that may be tried. */
  private limit = largestStep;
  private width = largestStep;
  private widthBefore = 2 * largestStep;
  /** Until the loss falls enough at a slope upwards, the function minus the line of sufficient decrease is searched. */
  private isFirstStage = true;

  constructor(start: Place, firstStep: number) {
    this.start = start;
    this.bracket = { best: start, other: start, isBracketed: false };
    this.test = decrease * start.slope;
    this.high = firstStep + farthestReach * firstStep;
  }

  private isLowEnough({ step, value }: Place): boolean {
    return value <= this.start.value + step * this.test;
  }

  /** Whether the place is what is looked for, or the best that can be had. */
  isEnd(place: Place): boolean {
    const { low, high, limit, test, start } = this;
    const isLow = this.isLowEnough(place);
    if (isLow && Math.abs(place.slope) <= -curvature * start.slope) return true;
    if (isLow && place.step === limit && place.slope <= test) return true;
    return this.bracket.isBracketed && (place.step <= low || place.step >= high || high - low <= narrowest * high);
  }

  /** The step to try after this place. */
  next(place: Place): number {
    if (this.isFirstStage && this.isLowEnough(place) && place.slope >= 0) this.isFirstStage = false;
    const isModified = this.isFirstStage && place.value <= this.bracket.best.value && !this.isLowEnough(place);
    let step = this.advance(place, isModified ? this.test : 0);
    const { best, other, isBracketed } = this.bracket;
    if (isBracketed) {
      if (Math.abs(other.step - best.step) >= shrinkage * this.widthBefore) step = (best.step + other.step) / 2;
      this.widthBefore = this.width;
      this.width = Math.abs(other.step - best.step);
      this.low = Math.min(best.step, other.step);
      this.high = Math.max(best.step, other.step);
    } else {
      this.low = step + leastReach * (step - best.step);
      this.high = step + farthestReach * (step - best.step);
    }
    step = Math.max(0, Math.min(this.limit, step));
    const isNarrow = this.high - this.low <= narrowest * this.high;
    return isBracketed && (step <= this.low || step >= this.high || isNarrow) ? best.step : step;
  }

  private advance(place: Place, by: number): number {
    const { best, other, isBracketed } = this.bracket;
    const lowered = { best: below(best, by), other: below(other, by), isBracketed };
    const { step, bracket } = nextStep(lowered, below(place, by), this.low, this.high);
    this.bracket = { ...bracket, best: below(bracket.best, -by), other: below(bracket.other, -by) };
    return step;
  }

  /** The step to try after one where the loss was no finite number: a tenth of the way, and no longer one from now on. */
  retreat(step: number): number {
    const { best } = this.bracket;
    this.limit = best.step + (step - best.step) / 10;
    return this.limit;
  }
}

async function search<E extends Evaluation>(line: Line<E>, firstStep: number): Promise<Trial<E> | undefined> {
  const course = new Search(placeOf(line.start), firstStep);
  let step = Math.min(firstStep, largestStep);
  for (let count = 0; count < mostTrials; count += 1) {
    const trial = await line.at(step);
    if (isFiniteTrial(trial)) {
      const place = placeOf(trial);
      if (course.isEnd(place)) return trial.step > 0 && trial.loss <= line.start.loss ? trial : undefined;
      step = course.next(place);
    } else {
      step = course.retreat(step);
    }
  }
  return undefined;
}

/**
 * The line search of L-BFGS-B: strong Wolfe conditions (decrease 1e-3, curvature 0.9) by the algorithm of Moré and
 * Thuente, at most 20 trials. A step to where the loss is no finite number is shortened to a tenth.
 */
export const moreThuente: LineSearch = {
  firstStep: (gradient) => 1 / Math.sqrt(dot(gradient, gradient)),
  nextStep: 1,
  search,
};

// The safeguarded step of Moré and Thuente: where the next trial is, by cubic and quadratic interpolation.

/** A place on the line: step, value, derivative. */
export interface Place {
  readonly step: number;
  readonly value: number;
  readonly slope: number;
}

/** What is known of where the minimum is. */
export interface Bracket {
  /** The place with the lowest value. */
  readonly best: Place;
  /** The other end; meaningful only once the minimum lies between the two. */
  readonly other: Place;
  readonly isBracketed: boolean;
}

/** The extremum of the cubic through two places, as a share of the way from `from` to `to`. */
interface Cubic {
  readonly share: number;
  /** 0 where the cubic has no minimum. */
  readonly root: number;
}

/** Moré and Thuente scale by the largest term, against overflow. */
function cubic(from: Place, to: Place, sign: number): Cubic {
  const theta = (3 * (from.value - to.value)) / (to.step - from.step) + from.slope + to.slope;
  const scale = Math.max(Math.abs(theta), Math.abs(from.slope), Math.abs(to.slope));
  if (scale === 0) return { share: Number.NaN, root: 0 };
  const squared = (theta / scale) ** 2 - (from.slope / scale) * (to.slope / scale);
  const root = sign * scale * Math.sqrt(Math.max(0, squared));
  return { share: (root - from.slope + theta) / (root - from.slope + root + to.slope), root };
}

const nearer = (a: number, b: number, to: number): boolean => Math.abs(a - to) < Math.abs(b - to);
const secant = (trial: Place, best: Place): number =>
  trial.step + (trial.slope / (trial.slope - best.slope)) * (best.step - trial.step);

/** Case 1: a higher value, so that the minimum lies between. */
function higher(best: Place, trial: Place): number {
  const way = trial.step - best.step;
  const byCubic = best.step + cubic(best, trial, Math.sign(way)).share * way;
  const byQuadratic = best.step + (best.slope / ((best.value - trial.value) / way + best.slope) / 2) * way;
  return nearer(byCubic, byQuadratic, best.step) ? byCubic : byCubic + (byQuadratic - byCubic) / 2;
}

/** Case 2: a lower value and a slope of the other sign, so that the minimum lies between. */
function opposite(best: Place, trial: Place): number {
  const way = best.step - trial.step;
  const byCubic = trial.step + cubic(trial, best, Math.sign(way)).share * way;
  const bySecant = secant(trial, best);
  return nearer(bySecant, byCubic, trial.step) ? byCubic : bySecant;
}

/** Case 3: a lower value and a slope of the same sign that becomes flatter. */
function flatter({ best, other, isBracketed }: Bracket, trial: Place, low: number, high: number): number {
  const way = best.step - trial.step;
  const { share, root } = cubic(trial, best, Math.sign(way));
  const end = trial.step > best.step ? high : low;
  const byCubic = share < 0 && root !== 0 ? trial.step + share * way : end;
  const bySecant = secant(trial, best);
  if (isBracketed) {
    const next = nearer(byCubic, bySecant, trial.step) ? byCubic : bySecant;
    const limit = trial.step + 0.66 * (other.step - trial.step);
    return trial.step > best.step ? Math.min(limit, next) : Math.max(limit, next);
  }
  return Math.max(low, Math.min(high, nearer(bySecant, byCubic, trial.step) ? byCubic : bySecant));
}

/** Case 4: a lower value and a slope of the same sign that does not become flatter. */
function steeper({ best, other, isBracketed }: Bracket, trial: Place, low: number, high: number): number {
  if (!isBracketed) return trial.step > best.step ? high : low;
  const way = other.step - trial.step;
  return trial.step + cubic(trial, other, Math.sign(way)).share * way;
}

/**
 * The next step to try, and the bracket narrowed by the trial: `dcstep` of MINPACK-2, from Moré and Thuente, "Line search
 * algorithms with guaranteed sufficient decrease", 1994.
 *
 * @param low least step that may be tried. @param high largest step that may be tried.
 */
export function nextStep(
  bracket: Bracket,
  trial: Place,
  low: number,
  high: number,
): { step: number; bracket: Bracket } {
  const { best, other, isBracketed } = bracket;
  if (trial.value > best.value) {
    return { step: higher(best, trial), bracket: { best, other: trial, isBracketed: true } };
  }
  if (trial.slope * Math.sign(best.slope) < 0) {
    return { step: opposite(best, trial), bracket: { best: trial, other: best, isBracketed: true } };
  }
  const step = (Math.abs(trial.slope) < Math.abs(best.slope) ? flatter : steeper)(bracket, trial, low, high);
  return { step, bracket: { best: trial, other, isBracketed } };
}

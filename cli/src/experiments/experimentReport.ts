// How a finished experiment reads: the score beside the baseline, where the run is, what to try next.
import { exitCodes } from "../errors/codes.ts";
import { formatDuration } from "../renderers/statusLine.ts";
import { type CommandResult, failedResult } from "../sessions/result.ts";
import type { Session } from "../sessions/session.ts";
import type { Experiment } from "./experiment.ts";
import { scoreMetrics, scoreText } from "./scoreText.ts";

/** The result of `train`. @param lines What an example has to show between the score and the run's name. */
export function reportExperiment(
  session: Session,
  experiment: Experiment,
  hints: readonly string[],
  lines: readonly string[] = [],
): CommandResult {
  const { test, seed, fitted, run } = experiment;
  const how = `seed ${seed} · ${experiment.network.model.backend.name} · ${formatDuration(fitted.seconds)}`;
  const result = {
    schema: "chainrule.train/1",
    run: run.path,
    metrics: test === undefined ? null : scoreMetrics(test.score),
    baseline: test === undefined ? null : test.score.baseline,
    training: { epochs: fitted.epochs, kept: fitted.kept, seconds: fitted.seconds },
    seed,
  };
  const saved = `Saved ${run.path}`;
  const failure = session.interruption.failure();
  if (fitted.interrupted && failure !== undefined) {
    const kept = fitted.kept === 0 ? "of its first epoch so far" : `of epoch ${fitted.kept}`;
    const stopped = `Interrupted: the weights ${kept} are kept · ${how}`;
    return failedResult({ exitCode: exitCodes.ok, lines: [stopped, saved], data: result }, failure);
  }
  const score = test === undefined ? `Trained without a test · ${how}` : `Test ${scoreText(test.score)} · ${how}`;
  return { exitCode: exitCodes.ok, lines: [score, ...lines, saved], data: result, hints };
}

// How long is one training step of the digits network (64-128-128-10, sigmoid, Adam, batch 64), gathering included?
import type { Score, Task } from "../peers/peer.ts";
import {
  brainJs,
  chainrule,
  jaxJs,
  numpyByHand,
  type Runner,
  scikitLearn32,
  scikitLearn64,
  tensorflowCpu,
  tensorflowWasm,
} from "./harness/competitors.ts";
import { digitsTask } from "./harness/digits.ts";
import { interleave, type Series } from "./harness/interleave.ts";
import type { Took } from "./harness/peerProcess.ts";
import {
  failureOf,
  type Options,
  type Outcome,
  type Question,
  type Started,
  versionText,
  withRunners,
} from "./harness/question.ts";
import { median, medianRatio } from "./harness/statistics.ts";
import { figure, table } from "./harness/table.ts";
import { inTemporaryFolder } from "./harness/temporaryFolder.ts";

const competitors = [
  chainrule,
  numpyByHand,
  scikitLearn32,
  scikitLearn64,
  jaxJs,
  tensorflowWasm,
  tensorflowCpu,
  brainJs,
];

/** All make the same number of steps before and in each round, so that none trains a network further than the others. */
interface Counts {
  readonly epochsBefore: number;
  readonly epochsPerRound: number;
  readonly rounds: number;
}

const fullCounts: Counts = { epochsBefore: 20, epochsPerRound: 5, rounds: 15 };
const smokeCounts: Counts = { epochsBefore: 1, epochsPerRound: 1, rounds: 1 };

/** After the epochs before, a competitor below this accuracy on its training rows has not done the work it is timed for. */
const accuracyToReach = 0.9;

interface Measured {
  readonly runner: Runner;
  readonly score: Score;
  readonly microseconds: readonly number[];
  /** Of all the process's threads: more than the wall's where a library uses several, less where the machine was busy. */
  readonly cpuMicroseconds: readonly number[];
}

export const digitsStep: Question = {
  name: "digits-step",
  asks:
    "Microseconds per training step: network 64-128-128-10, sigmoid, softmax with cross-entropy, Adam, batch 64 gathered " +
    "from scikit-learn's digits by a shuffled index.",
  run: (options) =>
    inTemporaryFolder((folder) =>
      withRunners(competitors, options, async (started) => measure(await digitsTask(folder), started, options)),
    ),
};

async function measure(task: Task, started: Started, options: Options): Promise<Outcome> {
  const counts = options.smoke ? smokeCounts : fullCounts;
  const failures = [...started.failures];
  const scores = new Map<Runner, Score>();
  for (const runner of started.runners) {
    try {
      scores.set(runner, await warmUp(runner, task, counts.epochsBefore));
    } catch (error) {
      failures.push(failureOf(runner.competitor, error));
    }
  }
  const whole = { first: 0, count: task.rows };
  const series = await interleave([...scores.keys()], counts.rounds, (runner) =>
    runner.process.train(counts.epochsPerRound, whole),
  );
  const steps = (counts.epochsPerRound * task.rows) / task.batchSize;
  const measured: Measured[] = [];
  for (const [runner, score] of scores) {
    const one = series.get(runner);
    if (one?.failure !== undefined) failures.push(`${runner.competitor.name}: ${one.failure}`);
    else if (one !== undefined) measured.push(perStep(runner, score, one, steps));
  }
  if (!options.smoke) failures.push(...notLearned(measured));
  return {
    text: text(measured, counts, task),
    result: result(measured, counts, steps),
    failures,
    skipped: started.skipped,
  };
}

async function warmUp({ process }: Runner, task: Task, epochs: number): Promise<Score> {
  await process.prepare(task);
  await process.train(epochs, { first: 0, count: task.rows });
  return process.score();
}

function perStep(runner: Runner, score: Score, { measurements }: Series<Took>, steps: number): Measured {
  const each = (key: keyof Took): number[] => measurements.map((took) => (took[key] * 1e6) / steps);
  return { runner, score, microseconds: each("seconds"), cpuMicroseconds: each("cpuSeconds") };
}

function notLearned(measured: readonly Measured[]): string[] {
  return measured
    .filter(({ score }) => !(score.accuracy > accuracyToReach))
    .map(
      ({ runner, score }) =>
        `${runner.competitor.name}: did not learn, accuracy ${score.accuracy} on its training rows`,
    );
}

/** Ratios are to chainrule, or where it does not take part to the first that does. */
function text(measured: readonly Measured[], counts: Counts, task: Task): string {
  const base = measured[0];
  const steps = (counts.epochsBefore * task.rows) / task.batchSize;
  const rows = measured.map(({ runner, score, microseconds, cpuMicroseconds }) => [
    runner.competitor.name,
    figure(median(microseconds)),
    `${figure(Math.min(...microseconds))} to ${figure(Math.max(...microseconds))}`,
    base === undefined ? "" : `${figure(medianRatio(microseconds, base.microseconds))} x`,
    figure(median(cpuMicroseconds)),
    score.loss === null ? "" : score.loss.toFixed(3),
    `${(100 * score.accuracy).toFixed(1)} %`,
    versionText(runner.versions),
  ]);
  const headings = ["", "us/step", "min to max", `to ${base?.runner.competitor.name}`, "CPU us/step"];
  headings.push(`loss at ${steps}`, `accuracy at ${steps}`, "versions");
  const notes = measured
    .filter(({ runner }) => runner.competitor.differs !== undefined)
    .map(({ runner }) => `${runner.competitor.name} differs: ${runner.competitor.differs}.`);
  const rounds = `Medians of ${counts.rounds} interleaved rounds of ${counts.epochsPerRound} epochs; loss and accuracy on the training rows after ${steps} steps.`;
  return [table(headings, rows), "", rounds, ...notes].join("\n");
}

function result(measured: readonly Measured[], counts: Counts, stepsPerRound: number): Record<string, unknown> {
  const base = measured[0];
  return {
    ...counts,
    stepsPerRound,
    competitors: measured.map(({ runner, score, microseconds, cpuMicroseconds }) => ({
      name: runner.competitor.name,
      versions: runner.versions,
      differs: runner.competitor.differs,
      medianMicroseconds: median(microseconds),
      ratio: base === undefined ? undefined : medianRatio(microseconds, base.microseconds),
      medianCpuMicroseconds: median(cpuMicroseconds),
      ...score,
      microseconds,
    })),
  };
}

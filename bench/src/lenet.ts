// How long is one epoch of LeNet on MNIST's 60,000 training pictures?
import type { Part, Score } from "../peers/peer.ts";
import { chainruleLenet, type Runner, tensorflowCpuLenet, tensorflowWasmLenet } from "./harness/competitors.ts";
import { interleave } from "./harness/interleave.ts";
import { type MnistTask, mnistTask } from "./harness/mnist.ts";
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

/** Steps in each round: a whole epoch, or for the slow ones so many that a round takes seconds and not minutes. */
const competitors = [
  { competitor: chainruleLenet, steps: 468 },
  { competitor: tensorflowWasmLenet, steps: 40 },
  { competitor: tensorflowCpuLenet, steps: 3 },
];

interface Counts {
  /** Steps that all make before the rounds, and after which they are scored. */
  readonly stepsBefore: number;
  readonly rounds: number;
}

const fullCounts: Counts = { stepsBefore: 40, rounds: 5 };
const smokeCounts: Counts = { stepsBefore: 1, rounds: 1 };

/** After the steps before, a competitor below this accuracy has not done the work it is timed for; chance is 0.1. */
const accuracyToReach = 0.4;
const epochRows = 60_000;

interface Measured {
  readonly runner: Runner;
  readonly score: Score;
  readonly steps: number;
  /** Seconds for 60,000 pictures. */
  readonly seconds: readonly number[];
  /** Of all the process's threads. */
  readonly cpuSeconds: readonly number[];
}

export const lenet: Question = {
  name: "lenet",
  asks:
    "Seconds per epoch of 60,000 pictures of 28 × 28: convolutions 6@5×5 (same) and 16@5×5 with relu, each with maximum " +
    "pooling of 2 × 2, dense 120, 84 with relu, softmax of 10, Adam, batch 128 gathered by a shuffled index.",
  run: (options) =>
    inTemporaryFolder((folder) =>
      withRunners(
        competitors.map(({ competitor }) => competitor),
        options,
        (started) => measure(mnistTask(folder), started, options),
      ),
    ),
};

async function measure({ task, isReal }: MnistTask, started: Started, options: Options): Promise<Outcome> {
  if (!isReal) console.log(`${madeUp}\n`);
  const counts = options.smoke ? smokeCounts : fullCounts;
  const failures = [...started.failures];
  const scores = new Map<Runner, Score>();
  const part = (steps: number): Part => ({ first: 0, count: steps * task.batchSize });
  for (const runner of started.runners) {
    try {
      await runner.process.prepare(task);
      await runner.process.train(1, part(counts.stepsBefore));
      scores.set(runner, await runner.process.score());
    } catch (error) {
      failures.push(failureOf(runner.competitor, error));
    }
  }
  const stepsOf = (runner: Runner): number => {
    const steps = competitors.find(({ competitor }) => competitor === runner.competitor)?.steps ?? 1;
    return options.smoke ? 1 : steps;
  };
  const series = await interleave([...scores.keys()], counts.rounds, (runner) =>
    runner.process.train(1, part(stepsOf(runner))),
  );
  const measured: Measured[] = [];
  for (const [runner, score] of scores) {
    const one = series.get(runner);
    if (one?.failure !== undefined) failures.push(`${runner.competitor.name}: ${one.failure}`);
    if (one === undefined || one.measurements.length === 0) continue;
    const steps = stepsOf(runner);
    const perEpoch = epochRows / (steps * task.batchSize);
    const each = (key: "seconds" | "cpuSeconds") => one.measurements.map((took) => took[key] * perEpoch);
    measured.push({ runner, score, steps, seconds: each("seconds"), cpuSeconds: each("cpuSeconds") });
  }
  if (!options.smoke) failures.push(...notLearned(measured));
  return {
    text: [text(measured, counts), ...(isReal ? [] : ["", madeUp])].join("\n"),
    result: {
      ...counts,
      pictures: isReal ? "MNIST" : "made up",
      competitors: measured.map((one) => resultOf(one, measured)),
    },
    failures,
    skipped: started.skipped,
  };
}

const madeUp =
  "NOT MNIST: the pictures are made up, as many and as large. Set CHAINRULE_MNIST to a folder with train-images-idx3-ubyte " +
  "and train-labels-idx1-ubyte (or these with .gz).";

function notLearned(measured: readonly Measured[]): string[] {
  return measured
    .filter(({ score }) => !(score.accuracy > accuracyToReach))
    .map(({ runner, score }) => `${runner.competitor.name}: did not learn, accuracy ${score.accuracy}`);
}

/** Ratios are to chainrule, or where it does not take part to the first that does. */
function text(measured: readonly Measured[], { stepsBefore, rounds }: Counts): string {
  const base = measured[0];
  const rows = measured.map(({ runner, score, steps, seconds, cpuSeconds }) => [
    runner.competitor.name,
    figure(median(seconds)),
    `${figure(Math.min(...seconds))} to ${figure(Math.max(...seconds))}`,
    base === undefined ? "" : `${figure(medianRatio(seconds, base.seconds))} x`,
    figure(median(cpuSeconds)),
    String(steps),
    `${(100 * score.accuracy).toFixed(1)} %`,
    versionText(runner.versions),
  ]);
  const headings = ["", "s/epoch", "min to max", `to ${base?.runner.competitor.name}`, "CPU s/epoch"];
  headings.push("steps a round", `accuracy at ${stepsBefore}`, "versions");
  const notes = measured
    .filter(({ runner }) => runner.competitor.differs !== undefined)
    .map(({ runner }) => `${runner.competitor.name} differs: ${runner.competitor.differs}.`);
  const method =
    `Medians of ${rounds} interleaved rounds; seconds for 60,000 pictures, from as many steps of 128 as each makes in a ` +
    `round. Accuracy on the first 1,024 pictures after ${stepsBefore} steps of all.`;
  return [table(headings, rows), "", method, ...notes].join("\n");
}

function resultOf({ runner, score, steps, seconds, cpuSeconds }: Measured, [base]: readonly Measured[]): object {
  return {
    name: runner.competitor.name,
    versions: runner.versions,
    differs: runner.competitor.differs,
    stepsPerRound: steps,
    medianSecondsPerEpoch: median(seconds),
    ratio: base === undefined ? undefined : medianRatio(seconds, base.seconds),
    medianCpuSecondsPerEpoch: median(cpuSeconds),
    ...score,
    secondsPerEpoch: seconds,
  };
}

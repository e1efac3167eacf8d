// How long is one epoch of LeNet on MNIST's 60,000 training pictures?
import { scoredRows } from "../peers/lenet.ts";
import type { Part, Score } from "../peers/peer.ts";
import {
  type Competitor,
  chainruleLenet,
  type Runner,
  tensorflowCpuLenet,
  tensorflowWasmLenet,
} from "./harness/competitors.ts";
import { interleave } from "./harness/interleave.ts";
import { type MnistTask, mnistRows, mnistTask } from "./harness/mnist.ts";
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

/** How often a competitor steps: a whole epoch in each round, or less where that would take minutes or hours. */
interface Contestant {
  readonly competitor: Competitor;
  /** Steps before the rounds. After as many as chainrule's it is scored; with fewer there would be nothing to see. */
  readonly before: number;
  readonly inRound: number;
}

const stepsToScore = 40;

const contestants: readonly Contestant[] = [
  { competitor: chainruleLenet, before: stepsToScore, inRound: 468 },
  { competitor: tensorflowWasmLenet, before: stepsToScore, inRound: 40 },
  { competitor: tensorflowCpuLenet, before: 1, inRound: 1 },
];

const fullRounds = 5;

/** After {@link stepsToScore}, a competitor below this accuracy has not done the work it is timed for; chance is 0.1. */
const accuracyToReach = 0.4;
const epochRows = 60_000;

interface Measured {
  readonly runner: Runner;
  /** Undefined where it made too few steps to have learned. */
  readonly score: Score | undefined;
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
        contestants.map(({ competitor }) => competitor),
        options,
        (started) => measure(mnistTask(folder, options.smoke ? scoredRows : mnistRows), started, options),
      ),
    ),
};

async function measure({ task, isReal }: MnistTask, started: Started, options: Options): Promise<Outcome> {
  if (!isReal) console.log(`${madeUp}\n`);
  const rounds = options.smoke ? 1 : fullRounds;
  const failures = [...started.failures];
  const scores = new Map<Runner, Score | undefined>();
  const part = (steps: number): Part => ({ first: 0, count: steps * task.batchSize });
  for (const runner of started.runners) {
    try {
      const { before } = stepsOf(runner, options);
      await runner.process.prepare(task);
      await runner.process.train(1, part(before));
      scores.set(runner, before === stepsToScore || options.smoke ? await runner.process.score() : undefined);
    } catch (error) {
      failures.push(failureOf(runner.competitor, error));
    }
  }
  const series = await interleave([...scores.keys()], rounds, (runner) =>
    runner.process.train(1, part(stepsOf(runner, options).inRound)),
  );
  const measured: Measured[] = [];
  for (const [runner, score] of scores) {
    const one = series.get(runner);
    if (one?.failure !== undefined) failures.push(`${runner.competitor.name}: ${one.failure}`);
    if (one === undefined || one.measurements.length === 0) continue;
    const steps = stepsOf(runner, options).inRound;
    const perEpoch = epochRows / (steps * task.batchSize);
    const each = (key: keyof Took) => one.measurements.map((took) => took[key] * perEpoch);
    measured.push({ runner, score, steps, seconds: each("seconds"), cpuSeconds: each("cpuSeconds") });
  }
  if (!options.smoke) failures.push(...notLearned(measured));
  return {
    text: [text(measured, rounds), ...(isReal ? [] : ["", madeUp])].join("\n"),
    result: {
      rounds,
      stepsToScore,
      pictures: isReal ? "MNIST" : "made up",
      competitors: measured.map((one) => resultOf(one, measured)),
    },
    failures,
    skipped: started.skipped,
  };
}

function stepsOf({ competitor }: Runner, { smoke }: Options): { readonly before: number; readonly inRound: number } {
  const contestant = contestants.find((other) => other.competitor === competitor);
  return smoke || contestant === undefined ? { before: 1, inRound: 1 } : contestant;
}

const madeUp =
  "NOT MNIST: the pictures are made up, as many and as large. Set CHAINRULE_MNIST to a folder with train-images-idx3-ubyte " +
  "and train-labels-idx1-ubyte (or these with .gz).";

function notLearned(measured: readonly Measured[]): string[] {
  return measured
    .filter(({ score }) => score !== undefined && !(score.accuracy > accuracyToReach))
    .map(({ runner, score }) => `${runner.competitor.name}: did not learn, accuracy ${score?.accuracy}`);
}

/** Ratios are to chainrule, or where it does not take part to the first that does. */
function text(measured: readonly Measured[], rounds: number): string {
  const base = measured[0];
  const rows = measured.map(({ runner, score, steps, seconds, cpuSeconds }) => [
    runner.competitor.name,
    figure(median(seconds)),
    `${figure(Math.min(...seconds))} to ${figure(Math.max(...seconds))}`,
    base === undefined ? "" : `${figure(medianRatio(seconds, base.seconds))} x`,
    figure(median(cpuSeconds)),
    String(steps),
    score === undefined ? "" : `${(100 * score.accuracy).toFixed(1)} %`,
    versionText(runner.versions),
  ]);
  const headings = ["", "s/epoch", "min to max", `to ${base?.runner.competitor.name}`, "CPU s/epoch"];
  headings.push("steps a round", `accuracy at ${stepsToScore}`, "versions");
  const notes = measured
    .filter(({ runner }) => runner.competitor.differs !== undefined)
    .map(({ runner }) => `${runner.competitor.name} differs: ${runner.competitor.differs}.`);
  const method =
    `Medians of ${rounds} interleaved rounds; seconds for 60,000 pictures, from as many steps of 128 as each makes in a ` +
    `round. Accuracy on the first ${scoredRows.toLocaleString("en")} pictures after ${stepsToScore} steps, where a competitor makes as many.`;
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

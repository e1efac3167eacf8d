// What do denormals cost: an Adam step after the inputs of half of the first kernel have gone dead?
import type { Task } from "../peers/peer.ts";
import {
  adamFlushed,
  adamUnflushed,
  chainrule,
  jaxJs,
  numpyByHand,
  type Runner,
  scikitLearn32,
  tensorflowWasm,
} from "./harness/competitors.ts";
import { writeTask } from "./harness/digits.ts";
import { interleave } from "./harness/interleave.ts";
import { type Options, type Outcome, type Question, type Started, withRunners } from "./harness/question.ts";
import { median } from "./harness/statistics.ts";
import { figure, table } from "./harness/table.ts";
import { inTemporaryFolder } from "./harness/temporaryFolder.ts";

const competitors = [chainrule, numpyByHand, scikitLearn32, jaxJs, tensorflowWasm, adamFlushed, adamUnflushed];

/** Steps: with all inputs alive; then with half of them 0, measured at once; then until it is measured again; then that. */
interface Counts {
  readonly alive: number;
  readonly measured: number;
  readonly between: number;
  readonly rounds: number;
}

/** Adam's first slot shrinks by 0.9 a step: after about 800 steps without a gradient it is a denormal, and stays one. */
const fullCounts: Counts = { alive: 400, measured: 200, between: 1200, rounds: 5 };
const smokeCounts: Counts = { alive: 1, measured: 1, between: 1, rounds: 1 };

/** Microseconds per step. */
interface Times {
  readonly before: number;
  readonly after: number;
}

const rows = 64;
const alive = { first: 0, count: rows };
const dead = { first: rows, count: rows };

export const denormals: Question = {
  name: "denormals",
  asks:
    "Microseconds per Adam step of the digits network when half of the first kernel gets no gradient any more: at once, and " +
    "1,400 steps later, when Adam's slots have shrunk to denormals where nobody flushes them. Last, Adam alone on as many " +
    "parameters, half of them without a gradient.",
  run: (options) =>
    inTemporaryFolder((folder) =>
      withRunners(competitors, options, (started) => measure(dyingTask(folder), started, options)),
    ),
};

/** One batch with 64 columns of noise, and one batch in which the last 32 of them are 0. */
function dyingTask(folder: string): Task {
  const columns = 64;
  const features: number[] = [];
  for (let row = 0; row < 2 * rows; row++) {
    for (let column = 0; column < columns; column++) {
      const noise = ((row * columns + column + 1) * 0.618_033_988_75) % 1;
      features.push(row >= rows && column >= columns / 2 ? 0 : noise);
    }
  }
  const labels = Array.from({ length: 2 * rows }, (_, row) => row % 10);
  return writeTask(folder, { features, labels, rows: 2 * rows, columns });
}

async function measure(task: Task, started: Started, options: Options): Promise<Outcome> {
  const counts = options.smoke ? smokeCounts : fullCounts;
  const series = await interleave(started.runners, counts.rounds, (runner) => measureOnce(runner, task, counts));
  const failures = [...series].flatMap(([{ competitor }, { failure }]) =>
    failure === undefined ? [] : [`${competitor.name}: ${failure}`],
  );
  const figures = [...series].map(([{ competitor }, { measurements }]) => ({
    name: competitor.name,
    before: median(measurements.map(({ before }) => before)),
    after: median(measurements.map(({ after }) => after)),
    ratio: median(measurements.map(({ before, after }) => after / before)),
  }));
  const cells = figures.map(({ name, before, after, ratio }) => [
    name,
    figure(before),
    figure(after),
    `${figure(ratio)} x`,
  ]);
  const text = [
    table(["", "us/step at once", "us/step later", "later to at once"], cells),
    "",
    `Medians of ${counts.rounds} rounds.`,
  ].join("\n");
  const result = { ...counts, competitors: figures };
  return { text, result, failures: [...started.failures, ...failures], skipped: started.skipped };
}

async function measureOnce({ process }: Runner, task: Task, counts: Counts): Promise<Times> {
  await process.prepare(task);
  await process.train(counts.alive, alive);
  const before = await process.train(counts.measured, dead);
  await process.train(counts.between, dead);
  const after = await process.train(counts.measured, dead);
  const perStep = (seconds: number): number => (seconds * 1e6) / counts.measured;
  return { before: perStep(before.seconds), after: perStep(after.seconds) };
}

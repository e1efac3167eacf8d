// What do denormals cost: an Adam step after the inputs of half of the first kernel have gone dead, or nearly so?
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

/** Steps: with all inputs alive; then half of them 0, measured at once; until it is measured again; that; the same tiny. */
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
  /** With gradients that are normal numbers, but whose squares are not. */
  readonly faint: number;
}

const rows = 64;
const alive = { first: 0, count: rows };
const dead = { first: rows, count: rows };
const faint = { first: 2 * rows, count: rows };
/** Of inputs, which makes gradients of about 1e-20: their squares would be denormals of float32. */
const faintFactor = 1e-18;

export const denormals: Question = {
  name: "denormals",
  asks:
    "Microseconds per Adam step of the digits network when half of the first kernel gets no gradient any more: at once, and " +
    "1,400 steps later, when Adam's slots have shrunk to denormals where nobody flushes them; and when that half gets " +
    "gradients of about 1e-20, whose squares are denormals. Last, Adam alone on as many parameters, half of them so.",
  run: (options) =>
    inTemporaryFolder((folder) =>
      withRunners(competitors, options, (started) => measure(dyingTask(folder), started, options)),
    ),
};

/** One batch with 64 columns of noise, one in which the last 32 of them are 0, and one in which these are tiny. */
function dyingTask(folder: string): Task {
  const columns = 64;
  const features: number[] = [];
  for (let row = 0; row < 3 * rows; row++) {
    const factor = [1, 0, faintFactor][Math.floor(row / rows)] ?? 1;
    for (let column = 0; column < columns; column++) {
      const noise = ((row * columns + column + 1) * 0.618_033_988_75) % 1;
      features.push(column >= columns / 2 ? noise * factor : noise);
    }
  }
  const labels = Array.from({ length: 3 * rows }, (_, row) => row % 10);
  return writeTask(folder, { features, labels, rows: 3 * rows, columns });
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
    faint: median(measurements.map((times) => times.faint)),
    ratio: median(measurements.map(({ before, after }) => after / before)),
    faintRatio: median(measurements.map((times) => times.faint / times.before)),
  }));
  const cells = figures.map(({ name, before, after, ratio, ...times }) => [
    name,
    figure(before),
    figure(after),
    `${figure(ratio)} x`,
    figure(times.faint),
    `${figure(times.faintRatio)} x`,
  ]);
  const text = [
    table(["", "us/step at once", "us/step later", "later to at once", "us/step at 1e-20", "1e-20 to at once"], cells),
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
  await process.train(counts.between, faint);
  const last = await process.train(counts.measured, faint);
  const perStep = (seconds: number): number => (seconds * 1e6) / counts.measured;
  return { before: perStep(before.seconds), after: perStep(after.seconds), faint: perStep(last.seconds) };
}

// How long from starting a process to the first training step of the digits network, compilation included?
import type { Task } from "../peers/peer.ts";
import {
  type Competitor,
  chainrule,
  jaxJs,
  numpyByHand,
  scikitLearn32,
  startCompetitor,
  tensorflowWasm,
} from "./harness/competitors.ts";
import { digitsTask } from "./harness/digits.ts";
import { interleave } from "./harness/interleave.ts";
import { MissingError } from "./harness/peerProcess.ts";
import { type Options, type Outcome, type Question, withRunners } from "./harness/question.ts";
import { median } from "./harness/statistics.ts";
import { figure, table } from "./harness/table.ts";
import { inTemporaryFolder } from "./harness/temporaryFolder.ts";

const competitors = [chainrule, numpyByHand, scikitLearn32, jaxJs, tensorflowWasm];

const fullRounds = 7;
const smokeRounds = 1;

/** Milliseconds. */
interface Times {
  /** From starting the process until the library is loaded. */
  readonly loading: number;
  /** From rows in files to a prepared model and its first step: what a library compiles, it compiles here. */
  readonly firstStep: number;
  readonly secondStep: number;
}

export const firstStep: Question = {
  name: "first-step",
  asks: "Milliseconds to the first training step of the digits network (64-128-128-10, batch 64), each time in a new process.",
  run: (options) => inTemporaryFolder(async (folder) => measure(await digitsTask(folder, 64), options)),
};

async function measure(task: Task, options: Options): Promise<Outcome> {
  // Starting each once tells which are there, and warms the file system's cache for all.
  const { runners, skipped, failures } = await withRunners(competitors, options, async (started) => started);
  const rounds = options.smoke ? smokeRounds : fullRounds;
  const series = await interleave(
    runners.map(({ competitor }) => competitor),
    rounds,
    (competitor) => startOnce(competitor, task, options),
  );
  const failed = [...series].flatMap(([{ name }, { failure }]) =>
    failure === undefined ? [] : [`${name}: ${failure}`],
  );
  const figures = [...series].map(([{ name }, { measurements }]) => ({
    name,
    loading: median(measurements.map(({ loading }) => loading)),
    firstStep: median(measurements.map((times) => times.firstStep)),
    secondStep: median(measurements.map(({ secondStep }) => secondStep)),
    total: median(measurements.map((times) => times.loading + times.firstStep)),
  }));
  const headings = ["", "process and loading", "prepare and first step", "second step", "start to first step"];
  const rows = figures.map((row) => [row.name, ...[row.loading, row.firstStep, row.secondStep, row.total].map(figure)]);
  const text = [table(headings, rows), "", `Milliseconds, medians of ${rounds} interleaved rounds.`].join("\n");
  return { text, result: { rounds, competitors: figures }, failures: [...failures, ...failed], skipped };
}

async function startOnce(competitor: Competitor, task: Task, { nodeFlags }: Options): Promise<Times> {
  const whole = { first: 0, count: task.rows };
  const start = performance.now();
  const started = await startCompetitor(competitor, nodeFlags);
  if ("reason" in started) throw new MissingError(started.reason);
  const loading = performance.now() - start;
  try {
    const prepared = await started.process.prepare(task);
    const first = await started.process.train(1, whole);
    const second = await started.process.train(1, whole);
    return { loading, firstStep: 1000 * (prepared.seconds + first.seconds), secondStep: 1000 * second.seconds };
  } finally {
    await started.process.stop();
  }
}

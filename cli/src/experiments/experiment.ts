// One training from a dataset to a saved and scored run: split, encode, fit, save, score.
import type { TrainingOptions } from "../options/trainOptions.ts";
import { describeEnvironment } from "../runs/environment.ts";
import { createRunFolder, type RunFolder, runFiles } from "../runs/runFolder.ts";
import type { Session } from "../sessions/session.ts";
import { type Dataset, featureRows, nameRows, targetRows } from "./dataset.ts";
import { encodeRows, fitEncoders } from "./encode.ts";
import { type Fitted, fitNetwork } from "./fitNetwork.ts";
import { createNetwork } from "./network.ts";
import type { Score } from "./scores.ts";
import { baselineLine, scoreMetrics } from "./scoreText.ts";
import { type Split, splitJson, splitLine, splitRows } from "./split.ts";
import { createCard, writeCard } from "./tableCard.ts";
import { type Answers, answer, scoreAnswers, type TableModel } from "./tableModel.ts";

/** The rows of the test part, what the network says of them, and how good that is. */
export interface TestResult {
  readonly answers: Answers;
  readonly score: Score;
}

/** Everything that an experiment has made. */
export interface Experiment {
  readonly seed: number;
  readonly split: Split;
  readonly run: RunFolder;
  /** What a person types to name the run. */
  readonly runName: string;
  readonly network: TableModel;
  readonly fitted: Fitted;
  /** Undefined without test rows, or when the training was interrupted. */
  readonly test: TestResult | undefined;
}

/** What a run says of how it came to be, beside the flags. */
export type ConfigDetails = Readonly<Record<string, unknown>>;

/** Runs an experiment. The run's folder has its configuration before the first epoch and its model after the last. */
export async function runExperiment(
  session: Session,
  dataset: Dataset,
  options: TrainingOptions,
  details: ConfigDetails,
): Promise<Experiment> {
  const seed = options.seed ?? Math.floor(Math.random() * 2 ** 32);
  const split = splitRows(dataset.target, { ...options, seed });
  session.note("split", splitLine(split, seed), { seed, ...splitSizes(split) });
  if (split.test.length === 0) session.warn("no rows are kept for a test, so there will be no score");
  const network = createTableModel(dataset, options, split, seed);
  announceBaseline(session, dataset, network, split);
  const run = createRunFolder(options.out, new Date());
  run.writeJson(runFiles.config, { ...details, ...resolved(options, network, split), seed });
  run.writeJson(runFiles.split, splitJson(split, seed));
  run.writeJson(runFiles.environment, describeEnvironment(network.model.backend.name));
  const fitted = await fitNetwork(session, {
    model: network.model,
    train: encodeRows(dataset, network, split.train),
    validation: split.validation.length === 0 ? undefined : encodeRows(dataset, network, split.validation),
    options,
    run,
    nameRows: (rows) =>
      nameRows(
        dataset,
        rows.map((row) => split.train[row] ?? 0),
      ),
  });
  await network.model.save(run.file(runFiles.model));
  const runName = run.pointLatest();
  const test = fitted.interrupted ? undefined : await testNetwork(dataset, network, split);
  if (test !== undefined) run.appendMetrics({ event: "test", ...scoreMetrics(test.score) });
  return { seed, split, run, runName, network, fitted, test };
}

/** Every setting that the run depends on, defaults included. */
function resolved(options: TrainingOptions, { model }: TableModel, split: Split): object {
  const { hidden, activation, dropout, noise, epochs, batchSize, patience } = options;
  return {
    network: { hidden, activation, dropout, noise, layers: model.layers.map((layer) => layer.toJSON()) },
    training: {
      optimizer: model.training?.optimizer.toJSON(),
      loss: model.training?.outputs[0]?.loss.toJSON(),
      epochs,
      batchSize,
      patience,
      backend: model.backend.name,
    },
    split: { testSize: split.testSize, validationSplit: split.validationSplit, ...splitSizes(split) },
  };
}

function createTableModel(dataset: Dataset, options: TrainingOptions, split: Split, seed: number): TableModel {
  const encoders = fitEncoders(dataset, split.train);
  const model = createNetwork(dataset, options, seed);
  const card = createCard(dataset, encoders, split.train, seed);
  model.labels = card.labels.length === 0 ? undefined : card.labels;
  model.metadata = writeCard(card);
  return { model, card, ...encoders };
}

function announceBaseline(session: Session, dataset: Dataset, { card }: TableModel, split: Split): void {
  if (split.test.length === 0) return;
  const truth = targetRows(dataset, split.test);
  const values = truth.map(() => card.baseline);
  const said = dataset.target.task === "classification" ? Int32Array.from(values) : Float64Array.from(values);
  const score = scoreAnswers(card, { values: said }, truth);
  session.note("baseline", baselineLine(score), { ...score.baseline });
}

async function testNetwork(dataset: Dataset, network: TableModel, split: Split): Promise<TestResult | undefined> {
  if (split.test.length === 0) return undefined;
  const answers = await answer(network, featureRows(dataset, split.test));
  return { answers, score: scoreAnswers(network.card, answers, targetRows(dataset, split.test)) };
}

function splitSizes({ train, validation, test }: Split): Record<string, number> {
  return { train: train.length, validation: validation.length, test: test.length };
}

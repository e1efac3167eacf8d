// The flags of a training: the table, the network, how it learns, where it goes.
import { activationRegistry, optimizerRegistry } from "chainrule";
import { type Command, Option } from "commander";
import { defaultTestSize, defaultValidationSplit } from "../experiments/split.ts";
import { type Task, tasks } from "../experiments/target.ts";
import { type BackendName, backendOption, optionWithout, seedOption } from "./globalOptions.ts";
import { names, numberIn, oneOf, wholeNumbers } from "./parsers.ts";
import { delimiterOption } from "./tableOptions.ts";

/** How a network is built and trained; every value is final. */
export interface TrainingOptions {
  readonly hidden: readonly number[];
  readonly activation: (typeof activationRegistry.names)[number];
  /** Share of the outputs of each hidden layer that a step of the training leaves out. */
  readonly dropout: number;
  /** Standard deviation of what a step of the training adds to the scaled features. */
  readonly noise: number;
  readonly optimizer: (typeof optimizerRegistry.names)[number];
  /** The optimizer's own default when it is left out. */
  readonly learningRate?: number;
  readonly epochs: number;
  readonly batchSize: number;
  /** Share of all rows that is kept for the final score. */
  readonly testSize?: number;
  /** Share of the training rows that decides when to stop. */
  readonly validationSplit?: number;
  /** Epochs without a better validation loss before the training stops. */
  readonly patience: number;
  readonly backend: BackendName;
  readonly seed?: number;
  readonly out?: string;
}

/** What `train` is told. */
export interface TrainOptions extends TrainingOptions {
  readonly target?: string;
  readonly task?: Task;
  readonly ignore?: readonly string[];
  readonly delimiter?: string;
}

/** Values for flags that are left out; `example` has its own. */
export type TrainingDefaults = Pick<
  TrainingOptions,
  "hidden" | "activation" | "dropout" | "noise" | "optimizer" | "epochs" | "batchSize" | "patience"
>;

/** The defaults of `train`. */
export const trainDefaults: TrainingDefaults = {
  hidden: [128, 128],
  activation: "relu",
  dropout: 0,
  noise: 0,
  optimizer: "adam",
  epochs: 200,
  batchSize: 32,
  patience: 20,
};

/** Adds the flags that choose the table's columns. */
export function addTableOptions(command: Command): Command {
  const task = optionWithout("--task <task>", tasks.join(" or "), "decided from the target's values");
  return command
    .optionsGroup("Table:")
    .option("-t, --target <column>", "the column to predict")
    .addOption(task.argParser(oneOf("--task", tasks)))
    .option("--ignore <columns>", "columns to leave out, separated by commas", names)
    .addOption(delimiterOption());
}

/** Adds the flags that describe the network and its training. @param seed What is used without `--seed`. */
export function addTrainingOptions(command: Command, defaults: TrainingDefaults, seed: string): Command {
  addNetworkOptions(command.optionsGroup("Network:"), defaults);
  addFitOptions(command.optionsGroup("Training:"), defaults);
  return command
    .addOption(seedOption(seed))
    .addOption(backendOption())
    .addOption(optionWithout("--out <folder>", "where the run goes", "runs/<date>-<3 hexadecimal digits>"));
}

function addNetworkOptions(command: Command, defaults: TrainingDefaults): void {
  const hidden = new Option("--hidden <units>", "units of the hidden layers, separated by commas; none for no layer")
    .default(defaults.hidden, defaults.hidden.join(","))
    .argParser(wholeNumbers("--hidden", "128,64"));
  const activation = new Option("--activation <name>", activationRegistry.names.join(", "))
    .default(defaults.activation)
    .argParser(oneOf("--activation", activationRegistry.names));
  const dropout = new Option("--dropout <share>", "share of each hidden layer's outputs left out in training")
    .default(defaults.dropout)
    .argParser(numberIn("--dropout", { minimum: 0, maximum: 0.9 }, "0.3"));
  const noise = new Option("--noise <number>", "standard deviation of noise added to the scaled features in training")
    .default(defaults.noise)
    .argParser(numberIn("--noise", { minimum: 0, maximum: 100 }, "0.2"));
  command.addOption(hidden).addOption(activation).addOption(dropout).addOption(noise);
}

function addFitOptions(command: Command, defaults: TrainingDefaults): void {
  const whole = (flag: string, minimum: number, example: string): ((text: string) => number) =>
    numberIn(flag, { minimum, maximum: 1e6, whole: true }, example);
  const share = (flag: string): ((text: string) => number) => numberIn(flag, { minimum: 0, maximum: 0.9 }, "0.2");
  const optimizer = new Option("--optimizer <name>", optimizerRegistry.names.join(", "))
    .default(defaults.optimizer)
    .argParser(oneOf("--optimizer", optimizerRegistry.names));
  const rate = optionWithout("--learning-rate <number>", "size of the optimizer's steps", "the optimizer's own");
  const epochs = new Option("--epochs <number>", "passes over the rows at most").default(defaults.epochs);
  const batchSize = new Option("--batch-size <number>", "rows per step").default(defaults.batchSize);
  const test = optionWithout("--test-size <share>", "rows kept for the final score", String(defaultTestSize));
  const validation = optionWithout(
    "--validation-split <share>",
    "training rows that decide when to stop",
    String(defaultValidationSplit),
  );
  const patience = new Option(
    "--patience <number>",
    "epochs without a better validation loss before stopping; 0 never stops early",
  ).default(defaults.patience);
  command
    .addOption(optimizer)
    .addOption(rate.argParser(numberIn("--learning-rate", { minimum: 0, maximum: 1000, above: true }, "0.001")))
    .addOption(epochs.argParser(whole("--epochs", 1, "50")))
    .addOption(batchSize.argParser(whole("--batch-size", 1, "32")))
    .addOption(test.argParser(share("--test-size")))
    .addOption(validation.argParser(share("--validation-split")))
    .addOption(patience.argParser(whole("--patience", 0, "20")));
}

// The flags of a training: the table, the network, how it learns, where it goes.
import { activationRegistry, optimizerRegistry } from "chainrule";
import { type Command, Option } from "commander";
import { type Task, tasks } from "../experiments/target.ts";
import { type BackendName, backendOption, seedOption } from "./globalOptions.ts";
import { names, numberIn, oneOf, wholeNumbers } from "./parsers.ts";
import { delimiterOption } from "./tableOptions.ts";

/** How a network is built and trained; every value is final. */
export interface TrainingOptions {
  readonly hidden: readonly number[];
  readonly activation: (typeof activationRegistry.names)[number];
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
  "hidden" | "activation" | "optimizer" | "epochs" | "batchSize" | "patience"
>;

/** The defaults of `train`. */
export const trainDefaults: TrainingDefaults = {
  hidden: [128, 128],
  activation: "relu",
  optimizer: "adam",
  epochs: 200,
  batchSize: 32,
  patience: 20,
};

const whole = (flag: string, maximum: number, example: string): ((text: string) => number) =>
  numberIn(flag, { minimum: 1, maximum, whole: true }, example);

/** Adds the flags that choose the table's columns. */
export function addTableOptions(command: Command): Command {
  return command
    .optionsGroup("Table:")
    .option("-t, --target <column>", "the column to predict")
    .addOption(
      new Option("--task <task>", `${tasks.join(" or ")}`)
        .default(undefined, "decided from the target's values")
        .argParser(oneOf("--task", tasks)),
    )
    .option("--ignore <columns>", "columns to leave out, separated by commas", names)
    .addOption(delimiterOption());
}

/** Adds the flags that describe the network and its training. */
export function addTrainingOptions(command: Command, defaults: TrainingDefaults): Command {
  const share = (flag: string): ((text: string) => number) => numberIn(flag, { minimum: 0, maximum: 0.9 }, "0.2");
  const hidden = new Option("--hidden <units>", "units of the hidden layers, separated by commas; none for no layer")
    .default(defaults.hidden, defaults.hidden.join(","))
    .argParser(wholeNumbers("--hidden", "128,64"));
  const activation = new Option("--activation <name>", activationRegistry.names.join(", "))
    .default(defaults.activation)
    .argParser(oneOf("--activation", activationRegistry.names));
  const optimizer = new Option("--optimizer <name>", optimizerRegistry.names.join(", "))
    .default(defaults.optimizer)
    .argParser(oneOf("--optimizer", optimizerRegistry.names));
  const learningRate = new Option("--learning-rate <number>", "size of the optimizer's steps")
    .default(undefined, "the optimizer's own")
    .argParser(numberIn("--learning-rate", { minimum: 0, maximum: 1000, above: true }, "0.001"));
  return command
    .optionsGroup("Network:")
    .addOption(hidden)
    .addOption(activation)
    .optionsGroup("Training:")
    .addOption(optimizer)
    .addOption(learningRate)
    .addOption(numberOption("--epochs", "passes over the rows at most", defaults.epochs, whole("--epochs", 1e6, "50")))
    .addOption(numberOption("--batch-size", "rows per step", defaults.batchSize, whole("--batch-size", 1e6, "32")))
    .addOption(shareOption("--test-size <share>", "rows kept for the final score", "0.2", share("--test-size")))
    .addOption(
      shareOption(
        "--validation-split <share>",
        "training rows that decide when to stop",
        "0.1",
        share("--validation-split"),
      ),
    )
    .addOption(
      numberOption(
        "--patience",
        "epochs without a better validation loss before stopping; 0 never stops early",
        defaults.patience,
        numberIn("--patience", { minimum: 0, maximum: 1e6, whole: true }, "20"),
      ),
    )
    .addOption(seedOption())
    .addOption(backendOption())
    .option("--out <folder>", "where the run goes (default: runs/<date>-<3 hexadecimal digits>)");
}

function numberOption(flag: string, text: string, value: number, parse: (text: string) => number): Option {
  return new Option(`${flag} <number>`, text).default(value).argParser(parse);
}

function shareOption(flags: string, text: string, shown: string, parse: (text: string) => number): Option {
  return new Option(flags, text).default(undefined, shown).argParser(parse);
}

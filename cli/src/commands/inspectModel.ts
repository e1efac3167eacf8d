// What chainrule inspect says of a model file: its layers, the table that it is for, how it was trained.
import { existsSync, statSync } from "node:fs";
import path from "node:path";
import { loadModel, type Model } from "chainrule";
import { exitCodes } from "../errors/codes.ts";
import { shortList } from "../errors/shortList.ts";
import { isTableModel, readCard, type TableCard } from "../experiments/tableCard.ts";
import { findRun } from "../runs/findRun.ts";
import { latestName, runFiles } from "../runs/runFolder.ts";
import type { CommandResult } from "../sessions/result.ts";
import { countOf } from "../tables/table.ts";

/** Whether a name stands for a run or a model file, and not for a table. */
export function isModelName(name: string): boolean {
  if (name.endsWith(path.extname(runFiles.model))) return true;
  if (path.basename(name) === latestName) return existsSync(name);
  const isFolder = statSync(name, { throwIfNoEntry: false })?.isDirectory() === true;
  return isFolder && existsSync(path.join(name, runFiles.model));
}

/** Describes a run's model, or a model file that another program has saved. */
export async function inspectModel(name: string): Promise<CommandResult> {
  const run = findRun(name);
  const model = await loadModel(run.model);
  const card = isTableModel(model.metadata) ? readCard(model.metadata, model.labels, name) : undefined;
  return {
    exitCode: exitCodes.ok,
    lines: [model.summary(), "", ...trainingLines(model), ...(card === undefined ? [] : cardLines(card))],
    data: { schema: "chainrule.inspect/1", table: null, columns: null, model: describeModel(run.model, model, card) },
    hints: card === undefined ? [] : [`chainrule evaluate ${name} NEW.csv`, `chainrule predict ${name} NEW.csv`],
  };
}

function trainingLines({ training, epochsTrained }: Model): string[] {
  if (training === undefined) return ["It says nothing of how it was trained."];
  const losses = training.outputs.map(({ loss }) => loss.type).join(", ");
  const epochs = epochsTrained === 0 ? "no epochs known" : countOf(epochsTrained, "epoch");
  return [`Trained with ${training.optimizer.type} on ${losses}: ${epochs}`];
}

function cardLines({ task, target, features, labels, source }: TableCard): string[] {
  const of = task === "classification" ? `, one of ${shortList(labels)}` : "";
  return [
    `Predicts ${target} (${task}${of})`,
    `From ${countOf(features.length, "column")}: ${shortList(features)}`,
    `Made for ${source.name}, ${countOf(source.rows, "row")}`,
  ];
}

function describeModel(file: string, model: Model, card: TableCard | undefined): object {
  const { training, network } = model;
  return {
    file,
    name: model.name,
    seed: model.seed,
    layers: (network?.layers ?? []).map(({ name, layer, outputShape, trainable }) => ({
      name,
      type: layer.type,
      outputShape,
      trainable,
    })),
    training: {
      optimizer: training?.optimizer.toJSON() ?? null,
      losses: training?.outputs.map(({ loss }) => loss.toJSON()) ?? null,
      epochs: model.epochsTrained,
    },
    card: card ?? null,
  };
}

// Finds the model that RUN names on the command line: a run's folder, runs/latest, or a model file.

import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { nearestName } from "chainrule";
import { codes } from "../errors/codes.ts";
import { CommandError } from "../errors/commandError.ts";
import { latestName, runFiles } from "./runFolder.ts";

/** A model file, and the run's folder when it was found through one. */
export interface FoundRun {
  /** As the user named it. */
  readonly name: string;
  readonly model: string;
  readonly folder: string | undefined;
}

/** Resolves a RUN argument. @throws {CommandError} when there is no model. */
export function findRun(name: string): FoundRun {
  const found = statSync(name, { throwIfNoEntry: false });
  if (found === undefined) throw noRunError(name);
  if (found.isDirectory()) return inFolder(name, name);
  // runs/latest is a small text file where links are not to be had.
  if (found.size < 256 && path.basename(name) === latestName) {
    return inFolder(name, path.join(path.dirname(name), readFileSync(name, "utf8").trim()));
  }
  return { name, model: name, folder: undefined };
}

function inFolder(name: string, folder: string): FoundRun {
  const model = path.join(folder, runFiles.model);
  if (statSync(model, { throwIfNoEntry: false }) !== undefined) return { name, model, folder };
  throw new CommandError(codes.noRun, `${name} has no ${runFiles.model}`, {
    where: name,
    evidence: ["the training of this run has not saved a model, or this is not the folder of a run"],
    fixes: fixes(),
  });
}

function noRunError(name: string): CommandError {
  const folder = path.dirname(name);
  const near = nearestName(path.basename(name), namesIn(folder));
  return new CommandError(codes.noRun, `there is no run ${name}`, {
    where: name,
    evidence: near === undefined ? [] : [`Did you mean "${path.join(folder, near)}"?`],
    fixes: fixes(),
  });
}

function fixes(): string[] {
  const runs = namesIn("runs").filter((name) => !name.startsWith(".") && name !== latestName);
  const newest = runs.sort().at(-1);
  return newest === undefined ? ["chainrule train FILE.csv --target COLUMN"] : [`${path.join("runs", newest)}`];
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

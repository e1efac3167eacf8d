// A new folder for a run: never one that exists, filled file by file, and pointed to by runs/latest once it has a model.
import { randomBytes } from "node:crypto";
import {
  appendFileSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { isSystemError } from "../errors/asCommandError.ts";
import { codes } from "../errors/codes.ts";
import { CommandError } from "../errors/commandError.ts";

/** The names of a run's files. */
export const runFiles = {
  model: "model.safetensors",
  config: "config.json",
  metrics: "metrics.jsonl",
  split: "split.json",
  environment: "environment.json",
} as const;

const runsFolder = "runs";
/** The name that stands for the newest run. */
export const latestName = "latest";

/** The folder of one run. */
export class RunFolder {
  /** As it is shown to people: relative to where the command was started. */
  readonly path: string;
  readonly #pointedTo: boolean;

  constructor(folder: string, pointedTo: boolean) {
    this.path = folder;
    this.#pointedTo = pointedTo;
  }

  /** The path of one of the run's files. */
  file(name: string): string {
    return path.join(this.path, name);
  }

  /** Writes a JSON file, indented for people; numbers in arrays stay on one line. */
  writeJson(name: string, value: object): void {
    const text = JSON.stringify(value, null, 2).replace(/\[[\s\d.,eE+-]*\]/g, (list) => list.replace(/\s+/g, " "));
    writeFileSync(this.file(name), `${text}\n`);
  }

  /** Appends a line to `metrics.jsonl`; written at once, so that a killed run keeps its history. */
  appendMetrics(record: object): void {
    appendFileSync(this.file(runFiles.metrics), `${JSON.stringify(record)}\n`);
  }

  /** What a person types to name this run: `runs/latest` once it points here. */
  pointLatest(): string {
    if (!this.#pointedTo) return this.path;
    const root = path.dirname(this.path);
    const latest = path.join(root, latestName);
    const made = path.join(root, `.${latestName}-${randomBytes(4).toString("hex")}`);
    try {
      symlinkSync(path.basename(this.path), made, "dir");
    } catch (thrown) {
      if (!isSystemError(thrown)) throw thrown;
      // Where links need a permission that few have (Windows), a small file holds the name instead.
      writeFileSync(made, `${path.basename(this.path)}\n`);
    }
    try {
      renameSync(made, latest);
    } catch (thrown) {
      rmSync(made, { force: true });
      if (!isSystemError(thrown)) throw thrown;
      return this.path;
    }
    return latest;
  }
}

/** Makes the folder of a new run: the one given, or `runs/<date>-<3 hexadecimal digits>`. */
export function createRunFolder(out: string | undefined, today: Date): RunFolder {
  if (out !== undefined) return new RunFolder(createGiven(out), false);
  const date = [today.getFullYear(), today.getMonth() + 1, today.getDate()]
    .map((part) => String(part).padStart(2, "0"))
    .join("-");
  make(runsFolder, true);
  for (let tries = 0; tries < 4096; tries += 1) {
    const folder = path.join(runsFolder, `${date}-${randomBytes(2).toString("hex").slice(0, 3)}`);
    if (make(folder, false)) return new RunFolder(folder, true);
  }
  throw new CommandError(codes.outputExists, `${runsFolder} has no free name left for today`, {
    fixes: ["name a folder with --out"],
  });
}

function createGiven(out: string): string {
  if (make(out, true) || readdirSync(out).length === 0) return out;
  throw new CommandError(codes.outputExists, `${out} is there already and is not empty`, {
    where: out,
    evidence: ["a run is never written over another"],
    fixes: [`--out ${out}-2`],
  });
}

/** Makes a folder; false when it is there already. */
function make(folder: string, parents: boolean): boolean {
  try {
    if (parents) return mkdirSync(folder, { recursive: true }) !== undefined;
    mkdirSync(folder);
    return true;
  } catch (thrown) {
    if (!isSystemError(thrown)) throw thrown;
    if (thrown.code === "EEXIST" && !parents && isThere(folder)) return false;
    if (thrown.code === "ENOSPC") throw thrown;
    const reason =
      thrown.code === "EACCES" || thrown.code === "EROFS" ? "no permission to write there" : thrown.message;
    throw new CommandError(codes.outputNotWritable, `cannot make the folder ${folder}: ${reason}`, {
      where: folder,
      fixes: ["choose another place with --out"],
      cause: thrown,
    });
  }
}

function isThere(file: string): boolean {
  return lstatSync(file, { throwIfNoEntry: false }) !== undefined;
}

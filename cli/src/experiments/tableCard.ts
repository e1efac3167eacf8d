// What a model file says of the table that its network was made for: columns, target, encoders, baseline.
import type { Json } from "chainrule";
import { codes } from "../errors/codes.ts";
import { CommandError } from "../errors/commandError.ts";
import { type Dataset, targetRows } from "./dataset.ts";
import type { Encoders } from "./encode.ts";
import type { Task } from "./target.ts";

/** The part of a model file's metadata that the command reads and writes. */
export interface TableCard {
  readonly task: Task;
  /** The name of the target's column. */
  readonly target: string;
  /** The names of the features' columns, in the order of the network's inputs. */
  readonly features: readonly string[];
  /** The classes, in the order of the network's outputs; empty for a regression. */
  readonly labels: readonly string[];
  /** The fitted encoder of the features. */
  readonly featureScaler: Json;
  /** The fitted encoder of a regression's target; null for a classification. */
  readonly targetScaler: Json;
  /** The most frequent class (its index) or the mean of the training rows. */
  readonly baseline: number;
  /** The table that was trained on. */
  readonly source: { readonly name: string; readonly sha256: string; readonly rows: number };
  readonly seed: number;
}

const anySchema = "chainrule.table/";
const schema = `${anySchema}1`;

/** The card of a network that is trained on some rows of a dataset. */
export function createCard(dataset: Dataset, encoders: Encoders, train: Int32Array, seed: number): TableCard {
  const { target, features, name, sha256 } = dataset;
  const values = targetRows(dataset, train);
  const isClass = target.task === "classification";
  return {
    task: target.task,
    target: target.name,
    features: features.names,
    labels: isClass ? target.labels : [],
    featureScaler: encoders.features.toJSON(),
    targetScaler: encoders.target?.toJSON() ?? null,
    baseline: isClass ? mostFrequent(values) : mean(values),
    source: { name, sha256, rows: features.rowCount },
    seed,
  };
}

function mean(values: ArrayLike<number>): number {
  return Array.from(values).reduce((sum, value) => sum + value / values.length, 0);
}

function mostFrequent(values: ArrayLike<number>): number {
  const counts = new Map<number, number>();
  for (const value of Array.from(values)) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].reduce((best, entry) => (entry[1] > best[1] ? entry : best), [0, 0])[0];
}

/** The card as metadata of a model file; the labels have a place of their own there. */
export function writeCard(card: TableCard): { readonly [key: string]: Json } {
  const { labels: _, ...rest } = card;
  return { schema, ...rest };
}

type Reader = (key: string) => unknown;

/** Whether metadata say that a model was made for a table, by this version of the command or a later one. */
export function isTableModel(metadata: unknown): boolean {
  const found = reader(metadata)("schema");
  return typeof found === "string" && found.startsWith(anySchema);
}

/** Reads the card back. @throws {CommandError} when the file was not made by this command. */
export function readCard(metadata: unknown, labels: readonly string[] | undefined, file: string): TableCard {
  const read = reader(metadata);
  const found = read("schema");
  if (found !== schema) {
    const later = isTableModel(metadata);
    throw notATable(file, later ? `its table format is ${found}, this version reads ${schema}` : undefined);
  }
  const source = reader(read("source"));
  const task = read("task");
  if (task !== "classification" && task !== "regression") throw notATable(file, "its task is unknown");
  const card: TableCard = {
    task,
    target: text(read("target"), "target", file),
    features: texts(read("features"), "features", file),
    labels: labels ?? [],
    featureScaler: json(read("featureScaler")),
    targetScaler: json(read("targetScaler")),
    baseline: number(read("baseline"), "baseline", file),
    source: {
      name: text(source("name"), "source.name", file),
      sha256: text(source("sha256"), "source.sha256", file),
      rows: number(source("rows"), "source.rows", file),
    },
    seed: number(read("seed"), "seed", file),
  };
  if (task === "classification" && card.labels.length < 2) throw notATable(file, "it has no labels");
  return card;
}

function reader(value: unknown): Reader {
  const entries =
    typeof value === "object" && value !== null ? new Map<string, unknown>(Object.entries(value)) : undefined;
  return (key) => entries?.get(key);
}

function text(value: unknown, key: string, file: string): string {
  if (typeof value === "string") return value;
  throw notATable(file, `"${key}" is not text`);
}

function texts(value: unknown, key: string, file: string): readonly string[] {
  if (!Array.isArray(value)) throw notATable(file, `"${key}" is not a list`);
  return value.map((item: unknown) => text(item, key, file));
}

function number(value: unknown, key: string, file: string): number {
  if (typeof value === "number" && Number.isFinite(value)) return value;
  throw notATable(file, `"${key}" is not a number`);
}

/** Whatever came out of JSON.parse is JSON; what is no JSON cannot be in a file. */
function json(value: unknown): Json {
  const again: Json = JSON.parse(JSON.stringify(value ?? null));
  return again;
}

function notATable(file: string, detail?: string): CommandError {
  return new CommandError(codes.notATableModel, `${file} is not a model that was trained on a table by this command`, {
    where: file,
    evidence: detail === undefined ? ["it does not say which columns it reads"] : [detail],
    fixes: ["chainrule train FILE.csv --target COLUMN makes one"],
  });
}

// Decides what is to be predicted: a class or a number, and says why.
import { codes } from "../errors/codes.ts";
import { CommandError } from "../errors/commandError.ts";
import { quote, type TypedColumn } from "../tables/columnTypes.ts";
import { parseNumber } from "../tables/numbers.ts";
import { numericCells, requirePresent } from "../tables/numericCells.ts";
import { countOf, formatCount, type Table } from "../tables/table.ts";

/** The values of `--task`. */
export const tasks = ["classification", "regression"] as const;

/** What kind of answer is learned. */
export type Task = (typeof tasks)[number];

/** A target of which each row is one of some labels. */
export interface ClassTarget {
  readonly task: "classification";
  readonly name: string;
  readonly reason: string;
  /** The classes: numbers ascending, else by code point. */
  readonly labels: readonly string[];
  /** The index of each row's label. */
  readonly values: Int32Array;
}

/** A target that is a number. */
export interface NumberTarget {
  readonly task: "regression";
  readonly name: string;
  readonly reason: string;
  readonly values: Float64Array;
}

/** What a table's target column says. */
export type Target = ClassTarget | NumberTarget;

/** More distinct whole numbers than this are quantities rather than classes. */
const mostNumericClasses = 20;
const mostClasses = 1000;

/** Reads the target column; the task follows from its values unless it is given. */
export function readTarget(table: Table, column: TypedColumn, task: Task | undefined): Target {
  requirePresent(table, column, { role: "target", fix: "choose another target" });
  if (column.counts.size === 1) throw constantError(table, column);
  const guess = guessTask(column);
  const reason = task === undefined ? guess.reason : "--task says so";
  if ((task ?? guess.task) === "regression") {
    const fix = "give --task classification, if the column names classes";
    return {
      task: "regression",
      name: column.name,
      reason,
      values: numericCells(table, column, { role: "target", fix }),
    };
  }
  return classTarget(table, column, reason);
}

function classTarget(table: Table, column: TypedColumn, reason: string): ClassTarget {
  const labels = sortLabels([...column.counts.keys()]);
  if (labels.length > mostClasses || labels.length * 2 > table.rowCount) throw manyClassesError(table, column);
  const index = new Map(labels.map((label, position) => [label, position]));
  const values = Int32Array.from(column.cells, (cell) => index.get(cell) ?? -1);
  return { task: "classification", name: column.name, reason, labels, values };
}

/** Numbers ascending, then everything else by code point: the same order on every machine. */
export function sortLabels(labels: readonly string[]): string[] {
  return [...labels].sort((a, b) => {
    const [x, y] = [parseNumber(a), parseNumber(b)];
    if (x !== undefined && y !== undefined && x !== y) return x - y;
    if ((x === undefined) !== (y === undefined)) return x === undefined ? 1 : -1;
    return a < b ? -1 : 1;
  });
}

function guessTask(column: TypedColumn): { task: Task; reason: string } {
  const distinct = column.counts.size;
  if (column.kind !== "number") {
    return { task: "classification", reason: `${formatCount(distinct)} distinct text values${shares(column)}` };
  }
  const whole = [...column.counts.keys()].every((cell) => Number.isInteger(parseNumber(cell)));
  if (!whole) return { task: "regression", reason: `${formatCount(distinct)} distinct numbers, not all whole` };
  if (distinct > mostNumericClasses) {
    return {
      task: "regression",
      reason: `${formatCount(distinct)} distinct whole numbers, more than ${mostNumericClasses}`,
    };
  }
  if (distinct * 2 > column.cells.length) {
    return { task: "regression", reason: `its whole numbers repeat too seldom to be classes` };
  }
  return { task: "classification", reason: `${distinct} distinct whole numbers${shares(column)}` };
}

/** ` (no 71.3 %, yes 28.7 %)`, for up to four classes. */
function shares(column: TypedColumn): string {
  if (column.counts.size > 4) return "";
  const parts = sortLabels([...column.counts.keys()]).map((label) => {
    const share = (100 * (column.counts.get(label) ?? 0)) / column.cells.length;
    return `${label} ${share.toFixed(1)} %`;
  });
  return ` (${parts.join(", ")})`;
}

/** `Target churned: classification, because 2 distinct text values (no 71.3 %, yes 28.7 %)`. */
export function targetLine(target: Target): string {
  return `Target ${target.name}: ${target.task}, because ${target.reason}`;
}

function constantError(table: Table, column: TypedColumn): CommandError {
  const value = quote(column.cells[0] ?? "");
  const message = `target ${quote(column.name)} has one value in all of ${countOf(table.rowCount, "row")}: ${value}`;
  return new CommandError(codes.constantTarget, message, {
    where: `${table.path}:${column.name}`,
    evidence: ["there is nothing to tell apart"],
    fixes: ["choose another target, or a table with rows of at least two kinds"],
  });
}

function manyClassesError(table: Table, column: TypedColumn): CommandError {
  const distinct = formatCount(column.counts.size);
  const message = `target ${quote(column.name)} has ${distinct} classes in ${formatCount(table.rowCount)} rows`;
  const numeric = column.kind === "number";
  return new CommandError(codes.manyClasses, message, {
    where: `${table.path}:${column.name}`,
    evidence: [`at most ${formatCount(mostClasses)} classes, each seen twice or more on average, can be learned`],
    fixes: [numeric ? "give --task regression to predict a number" : "choose another target"],
  });
}

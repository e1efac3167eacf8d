// Label: what a class is called, a whole number or a string.
import { ConfigError } from "../../../tensor/index.ts";

/** A class: a whole number or a string. */
export type Label = number | string;

/** Classes, all of one kind. */
export type LabelList = readonly number[] | readonly string[];

/** A label as it stands in messages: strings in quotes. */
export const showLabel = (label: Label | undefined): string =>
  typeof label === "string" ? JSON.stringify(label) : String(label);

/** Labels as they stand in messages, shortened where there are many. */
export function showLabels(labels: readonly Label[]): string {
  const shown = labels.slice(0, 10).map(showLabel).join(", ");
  return labels.length > 10 ? `${shown} and ${labels.length - 10} more` : shown;
}

/** Numbers by size, strings by their characters' codes. */
export function compareLabels(first: Label, second: Label): number {
  if (first === second) return 0;
  return first < second ? -1 : 1;
}

/** @throws {ConfigError} when the option `labels` is empty or names a class twice. */
export function checkLabels(labels: readonly Label[] | undefined): void {
  if (labels === undefined) return;
  const twice = labels.find((label, index) => labels.indexOf(label) !== index);
  if (labels.length > 0 && twice === undefined) return;
  throw new ConfigError("labels", {
    got: twice === undefined ? "no label" : `${showLabel(twice)} twice`,
    expected: "at least one label, each once",
  });
}

/** @throws {ConfigError} when `labels` are not in ascending order, in which the columns of probabilities stand. */
export function checkAscending(labels: readonly Label[] | undefined): void {
  checkLabels(labels);
  const late = labels?.findIndex((label, index) => index > 0 && compareLabels(labels[index - 1] ?? label, label) > 0);
  if (labels === undefined || late === undefined || late < 0) return;
  throw new ConfigError("labels", {
    got: `${showLabel(labels[late])} after ${showLabel(labels[late - 1])}`,
    expected: "labels in ascending order, as the columns of the predictions",
  });
}

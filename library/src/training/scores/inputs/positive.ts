// The positive class: which of two classes scores speak of.
import { DataError } from "../../../tensor/index.ts";
import { type Label, showLabel, showLabels } from "./label.ts";
import type { CodedLabels } from "./labels.ts";

/** Whether all classes are among 0 and 1, or among -1 and 1. */
function isUsual(classes: readonly Label[]): boolean {
  const within = (low: number): boolean => classes.every((label) => label === low || label === 1);
  return within(0) || within(-1);
}

/**
 * The positive class: the one that is named, else 1 where the classes are 0 and 1 or -1 and 1.
 *
 * @throws {DataError} when it must be named, or does not occur although two others do.
 */
export function positiveLabel(classes: readonly Label[], posLabel: Label | undefined): Label {
  if (posLabel === undefined) {
    if (isUsual(classes)) return 1;
    throw new DataError("which class is positive is not known", {
      where: "yTrue",
      got: `the labels ${showLabels(classes)}`,
      expected: "0 and 1, or -1 and 1",
      fix: `Name the positive class: { posLabel: ${showLabel(classes.at(-1))} }`,
    });
  }
  if (classes.includes(posLabel) || classes.length < 2) return posLabel;
  throw new DataError("does not occur", {
    where: "posLabel",
    got: showLabel(posLabel),
    expected: `one of the labels ${showLabels(classes)}`,
  });
}

/** 1 for the rows of one class and 0 for the others. */
export function rowsOf({ classes, codes }: CodedLabels, label: Label | undefined): Uint8Array {
  const place = label === undefined ? -1 : classes.indexOf(label);
  const truth = new Uint8Array(codes.length);
  for (let row = 0; row < codes.length; row += 1) truth[row] = codes[row] === place ? 1 : 0;
  return truth;
}

// Codes of labels: each label's place among the sorted labels.
import { type ArrayData, DataError } from "../../../tensor/index.ts";
import { compareLabels, type Label, showLabel } from "./label.ts";

/** Lists of labels as places in `classes`, which are sorted. */
export interface Codes {
  readonly classes: readonly Label[];
  /** One for each list. */
  readonly codes: readonly Int32Array[];
}

/** Whole numbers in a range as small as this are looked up in a table. */
const tableSize = 1 << 20;

function refuse(values: ArrayLike<unknown>, row: number, name: string, expected: string): never {
  const got = values[row];
  const isNumber = typeof got === "number";
  throw new DataError(`row ${row}`, {
    where: name,
    got: isNumber || typeof got === "string" ? showLabel(got) : typeof got,
    expected: `a label, ${expected}`,
    ...(isNumber && name === "yPredicted" && Number.isFinite(got)
      ? { fix: "Turn probabilities into labels first: p > 0.5 ? 1 : 0" }
      : {}),
  });
}

function range(lists: readonly ArrayData[], names: readonly string[]): { lowest: number; highest: number } {
  let lowest = Number.POSITIVE_INFINITY;
  let highest = Number.NEGATIVE_INFINITY;
  lists.forEach((values, list) => {
    for (let row = 0; row < values.length; row += 1) {
      const value = values[row] ?? 0;
      if (!Number.isInteger(value)) refuse(values, row, names[list] ?? "", "a whole number or a string");
      if (value < lowest) lowest = value;
      if (value > highest) highest = value;
    }
  });
  return { lowest, highest };
}

/**
 * Whole numbers as codes.
 *
 * @param names of the lists, for messages.
 * @throws {DataError} naming the row of what is no whole number.
 */
export function encodeNumbers(lists: readonly ArrayData[], names: readonly string[]): Codes {
  const { lowest, highest } = range(lists, names);
  if (!(highest - lowest < tableSize)) return encode(lists);
  const table = new Int32Array(highest - lowest + 1);
  for (const values of lists) {
    for (let row = 0; row < values.length; row += 1) table[(values[row] ?? 0) - lowest] = 1;
  }
  const classes: number[] = [];
  table.forEach((isPresent, place) => {
    if (isPresent === 0) return;
    table[place] = classes.length;
    classes.push(lowest + place);
  });
  const codes = lists.map((values) => {
    const found = new Int32Array(values.length);
    for (let row = 0; row < values.length; row += 1) found[row] = table[(values[row] ?? 0) - lowest] ?? 0;
    return found;
  });
  return { classes, codes };
}

/**
 * Strings as codes.
 *
 * @param names of the lists, for messages.
 * @throws {DataError} naming the row of what is no string.
 */
export function encodeStrings(lists: readonly (readonly string[])[], names: readonly string[]): Codes {
  lists.forEach((values, list) => {
    const row = values.findIndex((value) => typeof value !== "string");
    if (row >= 0) refuse(values, row, names[list] ?? "", "a string as in row 0");
  });
  return encode(lists);
}

function encode(lists: readonly ArrayLike<Label>[]): Codes {
  const first = new Map<Label, number>();
  const unsorted = lists.map((values) => {
    const found = new Int32Array(values.length);
    for (let row = 0; row < values.length; row += 1) {
      const label = values[row] ?? 0;
      const code = first.get(label) ?? first.size;
      if (code === first.size) first.set(label, code);
      found[row] = code;
    }
    return found;
  });
  const classes = [...first.keys()].sort(compareLabels);
  const places = new Int32Array(first.size);
  classes.forEach((label, place) => {
    places[first.get(label) ?? 0] = place;
  });
  return { classes, codes: unsorted.map((codes) => codes.map((code) => places[code] ?? 0)) };
}

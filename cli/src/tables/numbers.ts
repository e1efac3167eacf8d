// Numbers as tables write them, and the words that stand for "no value".

const decimal = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;
const infinite = /^[+-]?(inf|infinity)$/i;

/** The number that a cell says, possibly infinite; undefined when it says none. */
export function parseNumber(cell: string): number | undefined {
  if (decimal.test(cell)) return Number(cell);
  if (infinite.test(cell)) return cell.startsWith("-") ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  return undefined;
}

/** Words that stand for a missing value, in lower case; the empty cell is one of them. */
export const missingWords: ReadonlySet<string> = new Set(["", "na", "n/a", "?", "null", "nan", "-"]);

/** Whether a cell says that there is no value. */
export function isMissing(cell: string): boolean {
  return cell.length <= 4 && missingWords.has(cell.toLowerCase());
}

/** A decimal comma, which most languages but English and JavaScript write: `3,5`. */
export function hasDecimalComma(cell: string): boolean {
  return /^[+-]?\d+,\d+$/.test(cell);
}

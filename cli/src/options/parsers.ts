// Turns the text of a flag into the value it means, or says what it could have been.
import { nearestName } from "chainrule";
import { codes } from "../errors/codes.ts";
import { CommandError } from "../errors/commandError.ts";

/** The range of a number, and how it is said in an error. */
export interface NumberRange {
  readonly minimum: number;
  readonly maximum: number;
  /** Whether the minimum itself is out of range. */
  readonly above?: boolean;
  readonly whole?: boolean;
}

function describe({ minimum, maximum, above = false, whole = false }: NumberRange): string {
  const kind = whole ? "a whole number" : "a number";
  const low = above ? `above ${minimum}` : `from ${minimum}`;
  if (maximum === Number.POSITIVE_INFINITY) return above ? `${kind} above ${minimum}` : `${kind}, ${minimum} or more`;
  return `${kind} ${low} to ${maximum}`;
}

function invalid(flag: string, got: string, expected: string, fix: string): CommandError {
  return new CommandError(codes.invalidValue, `${flag} ${got === "" ? '""' : got} is not ${expected}`, {
    where: flag,
    fixes: [`${flag} ${fix}`],
  });
}

/** A parser of numbers in a range. @param example A value that is right, for the error. */
export function numberIn(flag: string, range: NumberRange, example: string): (text: string) => number {
  return (text) => {
    const value = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(text.trim()) ? Number(text) : Number.NaN;
    const tooLow = range.above === true ? value <= range.minimum : value < range.minimum;
    const fits = Number.isFinite(value) && !tooLow && value <= range.maximum;
    if (!fits || (range.whole === true && !Number.isInteger(value))) {
      throw invalid(flag, text, describe(range), example);
    }
    return value;
  };
}

/** A parser of `128,64`; `none` is no number at all. */
export function wholeNumbers(flag: string, example: string): (text: string) => number[] {
  const parse = numberIn(flag, { minimum: 1, maximum: 65536, whole: true }, example);
  return (text) => (text === "none" ? [] : text.split(",").map((part) => parse(part.trim())));
}

/** A parser of one of some words; a near miss is named. */
export function oneOf<Word extends string>(flag: string, words: readonly Word[]): (text: string) => Word {
  return (text) => {
    const found = words.find((word) => word === text);
    if (found !== undefined) return found;
    throw invalid(flag, text, `one of ${words.join(", ")}`, nearestName(text, words) ?? words[0] ?? "");
  };
}

/** A parser of a list of names; a flag that is given twice adds to what it had. */
export function names(text: string, before: readonly string[] = []): string[] {
  return [...before, ...text.split(",").map((name) => name.trim())].filter((name) => name !== "");
}

/** What separates the cells, as it can be typed: `,`, `;`, `tab`, `\t`. */
export function delimiter(text: string): string {
  if (["tab", "\\t", "\t"].includes(text)) return "\t";
  if (text.length === 1 && !/[\w"\s]/.test(text)) return text;
  throw invalid("--delimiter", text, "a single character such as , or ; or tab", "';'");
}

/** A gate such as `accuracy=0.95`. */
export interface Gate {
  readonly metric: string;
  readonly least: number;
}

/** The scores that a gate can be set on. */
export const gateMetrics = ["accuracy", "r2"] as const;

/** A parser of gates. */
export function gate(text: string): Gate {
  const [metric = "", value = ""] = text.split("=");
  const known = oneOf("--fail-under", gateMetrics);
  if (!text.includes("=")) throw invalid("--fail-under", text, "a score and its least value", "accuracy=0.95");
  const range = { minimum: Number.NEGATIVE_INFINITY, maximum: 1 };
  return { metric: known(metric.trim()), least: numberIn("--fail-under", range, `${metric}=0.95`)(value) };
}

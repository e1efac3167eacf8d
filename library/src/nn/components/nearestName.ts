// nearestName: what somebody who mistyped a name probably meant.
import type { ErrorDetails } from "../../tensor/index.ts";

/**
 * The number of letters to insert, delete or replace, or of neighbours to swap, to turn one word into another: the
 * distance of Damerau and Levenshtein, without changes to what was swapped.
 */
function editDistance(a: string, b: string): number {
  let beforePrevious: readonly number[] = [];
  let previous: readonly number[] = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const replaced = (previous[column - 1] ?? 0) + (a[row - 1] === b[column - 1] ? 0 : 1);
      const isSwapped = a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1] && row > 1 && column > 1;
      const swapped = isSwapped ? (beforePrevious[column - 2] ?? 0) + 1 : Infinity;
      current.push(Math.min(replaced, swapped, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
    }
    [beforePrevious, previous] = [previous, current];
  }
  return previous[b.length] ?? 0;
}

const plain = (name: string): string => name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");

/** Fewer letters than this may begin anything. */
const leastBeginning = 3;

const begins = (word: string, other: string): boolean => other.length >= leastBeginning && word.startsWith(other);

/**
 * The name that is closest to what was written, else one that begins like it; capitals, `_` and `-` do not count, so
 * `Leaky_ReLU` finds `leakyRelu`.
 *
 * @returns undefined when none is near: more than a third of the letters would have to change.
 */
export function nearestName(written: string, names: Iterable<string>): string | undefined {
  const word = plain(written).slice(0, 64);
  const all = [...names];
  let best: { readonly name: string; readonly distance: number } | undefined;
  for (const name of all) {
    const distance = editDistance(word, plain(name));
    if (distance <= Math.max(1, Math.floor(name.length / 3)) && distance < (best?.distance ?? Infinity)) {
      best = { name, distance };
    }
  }
  return best?.name ?? all.find((name) => begins(plain(name), word) || begins(word, plain(name)));
}

/** `Did you mean "sigmoid"?`, or undefined when no name is near, or no name was written. */
export function suggestName(written: unknown, names: Iterable<string>): string | undefined {
  const name = typeof written === "string" ? nearestName(written, names) : undefined;
  return name === undefined ? undefined : `Did you mean "${name}"?`;
}

/** What an error says where one of these names was expected. */
export function oneOf(written: unknown, names: Iterable<string>): Pick<ErrorDetails, "expected" | "fix"> {
  const all = [...names];
  return { expected: `one of ${all.join(", ")}`, fix: suggestName(written, all) };
}

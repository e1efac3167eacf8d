// nearestName: what somebody who mistyped a name probably meant.

/** The number of letters to insert, delete or replace to turn one word into another (Levenshtein). */
function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const replaced = (previous[column - 1] ?? 0) + (a[row - 1] === b[column - 1] ? 0 : 1);
      current.push(Math.min(replaced, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
}

const plain = (name: string): string => name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");

/**
 * The name that is closest to what was written; capitals, `_` and `-` do not count, so `Leaky_ReLU` finds `leakyRelu`.
 *
 * @returns undefined when none is near: more than a third of the letters would have to change.
 */
export function nearestName(written: string, names: Iterable<string>): string | undefined {
  const word = plain(written).slice(0, 64);
  let best: { readonly name: string; readonly distance: number } | undefined;
  for (const name of names) {
    const distance = editDistance(word, plain(name));
    if (distance <= Math.max(1, Math.floor(name.length / 3)) && distance < (best?.distance ?? Infinity)) {
      best = { name, distance };
    }
  }
  return best?.name;
}

/** `Did you mean "sigmoid"?`, or undefined when no name is near. */
export function suggestName(written: string, names: Iterable<string>): string | undefined {
  const name = nearestName(written, names);
  return name === undefined ? undefined : `Did you mean "${name}"?`;
}

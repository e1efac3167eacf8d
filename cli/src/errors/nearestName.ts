// The name that was probably meant: the nearest of those that exist, by edit distance.

/** Damerau-Levenshtein distance (optimal string alignment): inserts, deletes, replacements, swaps of neighbours. */
export function editDistance(a: string, b: string): number {
  const width = b.length + 1;
  const table = new Uint16Array((a.length + 1) * width);
  const at = (row: number, column: number): number => table[row * width + column] ?? 0;
  for (let row = 0; row <= a.length; row += 1) {
    for (let column = 0; column <= b.length; column += 1) {
      let least = row === 0 ? column : row;
      if (row > 0 && column > 0) {
        const replaced = a[row - 1] === b[column - 1] ? 0 : 1;
        least = Math.min(at(row - 1, column) + 1, at(row, column - 1) + 1, at(row - 1, column - 1) + replaced);
        const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
        if (swapped) least = Math.min(least, at(row - 2, column - 2) + 1);
      }
      table[row * width + column] = least;
    }
  }
  return at(a.length, b.length);
}

const longestCompared = 64;

function distance(wanted: string, name: string): number {
  const [a, b] = [wanted.toLowerCase().slice(0, longestCompared), name.toLowerCase().slice(0, longestCompared)];
  const contained = a.length >= 3 && b.length >= 3 && (a.startsWith(b) || b.startsWith(a));
  return contained ? Math.min(2, editDistance(a, b)) : editDistance(a, b);
}

/** The name nearest to `wanted`, or undefined when none is near enough to be a slip of the fingers. */
export function nearestName(wanted: string, names: readonly string[]): string | undefined {
  let best: string | undefined;
  let least = Math.max(1, Math.floor(wanted.length * 0.4));
  for (const name of names) {
    const found = distance(wanted, name);
    if (found < least || (found === least && best === undefined)) {
      best = name;
      least = found;
    }
  }
  return best;
}

/** `a, b, c, … (12)`: the first few names and how many there are, for one line of an error. */
export function shortList(names: readonly string[], shown = 8): string {
  if (names.length <= shown) return names.join(", ");
  return `${names.slice(0, shown).join(", ")}, … (${names.length})`;
}

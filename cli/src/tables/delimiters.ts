// Guesses what separates the cells of a table: comma, semicolon or tab.

/** What may separate cells. */
export const delimiters = [",", ";", "\t"] as const;

/** How often each delimiter occurs outside of quotes, line by line. */
function countsPerLine(text: string, delimiter: string): number[] {
  const counts: number[] = [];
  let count = 0;
  let quoted = false;
  let anything = false;
  for (const character of text) {
    if (character === '"') quoted = !quoted;
    else if (character === delimiter && !quoted) count += 1;
    if ((character === "\n" || character === "\r") && !quoted) {
      if (anything) counts.push(count);
      count = 0;
      anything = false;
    } else anything = true;
  }
  if (anything && counts.length === 0) counts.push(count);
  return counts;
}

/**
 * The delimiter that occurs in the first line and most evenly in the lines after it; a comma when none does, since a
 * table of one column has no delimiter.
 */
export function detectDelimiter(head: string): string {
  const scored = delimiters.map((delimiter) => {
    const counts = countsPerLine(head, delimiter);
    const first = counts[0] ?? 0;
    const even = counts.filter((count) => count === first).length / Math.max(1, counts.length);
    return { delimiter, score: first === 0 ? 0 : even * 1000 + first };
  });
  const best = scored.reduce((a, b) => (b.score > a.score ? b : a));
  return best.score > 0 ? best.delimiter : ",";
}

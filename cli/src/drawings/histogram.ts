// A histogram as one short line of text.

const blocks = "▁▂▃▄▅▆▇█";
const ascii = ".:-=+*#@";

/** A character per bin, as high as its count; empty bins are blanks, however few there are, a count shows. */
export function histogram(counts: readonly number[], unicode: boolean): string {
  const marks = unicode ? blocks : ascii;
  const most = Math.max(1, ...counts);
  return counts
    .map((count) => (count === 0 ? " " : (marks[Math.ceil((count / most) * marks.length) - 1] ?? " ")))
    .join("");
}

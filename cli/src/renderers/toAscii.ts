// The command's own typography in plain ASCII, for terminals that know no more.

const replacements: Readonly<Record<string, string>> = {
  "…": "...",
  "–": "-",
  "—": "-",
  "−": "-",
  "·": "-",
  "×": "x",
  "²": "2",
  "→": "->",
  "±": "+-",
  "≥": ">=",
  "≤": "<=",
  "█": "#",
  "━": "=",
  "─": "-",
  "│": "|",
  "✓": "ok",
  "✗": "x",
};

/** Replaces the marks that the command itself writes; names from the user's files stay as they are. */
export function toAscii(text: string): string {
  return text.replace(/[…–—−·×²→±≥≤█━─│✓✗]/g, (mark) => replacements[mark] ?? mark);
}

// Draws what a command prints in the terminal as an SVG file: the README's picture, made from a real run.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { root } from "./listFiles.ts";

const fontSize = 13;
const lineHeight = 17;
/** Width of a character of the common monospaced fonts, in parts of the font's size. */
const characterWidth = 0.602;
const padding = 14;

const escapeXml = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
/** Spaces of a fixed width: SVG collapses ordinary ones. */
const fixedSpaces = (text: string): string => text.replaceAll(" ", "\u00a0");

/** Lines of text as a picture of a terminal. */
export function terminalSvg(lines: readonly string[], title: string): string {
  const columns = Math.max(...lines.map((line) => [...line].length));
  const width = Math.ceil(columns * fontSize * characterWidth + 2 * padding);
  const height = lines.length * lineHeight + 2 * padding;
  const texts = lines.map((line, index) => {
    const y = padding + (index + 0.8) * lineHeight;
    const length = ([...line].length * fontSize * characterWidth).toFixed(1);
    const fit = line.trim() === "" ? "" : ` textLength="${length}" lengthAdjust="spacingAndGlyphs"`;
    return `<text x="${padding}" y="${y.toFixed(1)}"${fit}>${fixedSpaces(escapeXml(line))}</text>`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">`,
    `<title>${escapeXml(title)}</title>`,
    `<rect width="100%" height="100%" rx="8" fill="#14181d"/>`,
    `<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="${fontSize}" fill="#d8dee6">`,
    ...texts,
    "</g>",
    "</svg>",
    "",
  ].join("\n");
}

/** What `npm start` prints, without the lines of the epochs in the middle. */
function exampleLines(): string[] {
  const folder = mkdtempSync(path.join(tmpdir(), "chainrule-picture-"));
  const command = [path.join(root, "cli/bin/chainrule.mjs"), "example", "digits", "--format", "plain"];
  const { stdout, stderr, status } = spawnSync(process.execPath, command, { cwd: folder, encoding: "utf8" });
  rmSync(folder, { recursive: true });
  if (status !== 0) throw new Error(`the example failed with exit code ${status}: ${stderr}`);
  const progress = stderr.split("\n").filter((line) => !/^(Next:| {7}\S)/.test(line));
  const epochs = progress.filter((line) => /^ +\d+ /.test(line));
  const shown = new Set([...epochs.slice(0, 3), ...epochs.slice(-3)]);
  const shortened = progress.flatMap((line) => {
    if (!epochs.includes(line) || shown.has(line)) return [line];
    return line === epochs[3] ? ["     …"] : [];
  });
  return ["$ npm start", ...shortened, ...stdout.split("\n")].join("\n").trimEnd().split("\n");
}

const file = path.join(root, "docs/images/example-digits.svg");
mkdirSync(path.dirname(file), { recursive: true });
writeFileSync(file, terminalSvg(exampleLines(), "npm start: a network learns handwritten digits"));
console.log(`wrote ${path.relative(root, file)}`);

// Six digits of the test part drawn in the terminal, with what the network says of each.
import type { Dataset as LibraryDataset } from "chainrule";
import { picture } from "../drawings/picture.ts";
import { sideBySide } from "../drawings/sideBySide.ts";
import type { ClassAnswers } from "../experiments/tableModel.ts";
import type { Terminal } from "../renderers/terminal.ts";

const side = 8;
const drawnOfEach = 3;

/** What is drawn, and where. */
export interface DrawnDigits {
  readonly data: LibraryDataset;
  /** The rows of the test part. */
  readonly rows: Int32Array;
  /** What the network says of them. */
  readonly answers: ClassAnswers;
  readonly terminal: Terminal;
}

interface Answered {
  readonly row: number;
  readonly truth: number;
  readonly said: number;
  readonly probability: number;
}

/** Three digits that the network knows well, and three that it got wrong, or knows least where it got none wrong. */
export function drawDigits({ data, rows, answers, terminal }: DrawnDigits): string[] {
  const labels = data.labels.length;
  const answered = Array.from(rows, (row, index): Answered => {
    const said = answers.values[index] ?? 0;
    const probability = answers.probabilities.data[index * labels + said] ?? 0;
    return { row, truth: data.y.data[row] ?? 0, said, probability };
  });
  const chosen = [...easy(answered), ...hard(answered)];
  const blocks = chosen.map((digit) => [
    ...pixels(data, digit.row, terminal.unicode),
    ...caption(data, digit, terminal),
  ]);
  return ["Six digits of the test part, and what the network says:", ...sideBySide(blocks, terminal.width, 4)];
}

function easy(answered: readonly Answered[]): Answered[] {
  const chosen: Answered[] = [];
  for (const digit of answered) {
    const known = digit.said === digit.truth && digit.probability > 0.9;
    if (known && chosen.every((other) => other.truth !== digit.truth)) chosen.push(digit);
    if (chosen.length === drawnOfEach) break;
  }
  return chosen;
}

/** The mistakes that the network was surest of, then the right answers that it was least sure of. */
function hard(answered: readonly Answered[]): Answered[] {
  const wrong = answered.filter(({ said, truth }) => said !== truth).sort((a, b) => b.probability - a.probability);
  const right = answered.filter(({ said, truth }) => said === truth).sort((a, b) => a.probability - b.probability);
  return [...wrong, ...right].slice(0, drawnOfEach);
}

function pixels(data: LibraryDataset, row: number, unicode: boolean): string[] {
  return picture(data.x.data.subarray(row * side * side, (row + 1) * side * side), side, side, unicode);
}

function caption(data: LibraryDataset, digit: Answered, { colors, unicode }: Terminal): string[] {
  const right = digit.said === digit.truth;
  const mark = right ? colors.green(unicode ? "✓" : "ok") : colors.red(unicode ? "✗" : "wrong");
  const said = data.labels[digit.said] ?? "";
  return [
    `says ${said}  ${(100 * digit.probability).toFixed(1)} %`,
    `truth ${data.labels[digit.truth] ?? ""}  ${mark}`,
  ];
}

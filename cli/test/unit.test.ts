// The parts of the command that need no process: names, numbers, tables' details, intervals, drawings, renderers.
import { nearestName } from "chainrule";
import { describe, expect, test } from "vitest";
import { classScores } from "../src/drawings/classTable.ts";
import { confusionTable } from "../src/drawings/confusionTable.ts";
import { histogram } from "../src/drawings/histogram.ts";
import { picture } from "../src/drawings/picture.ts";
import { sideBySide } from "../src/drawings/sideBySide.ts";
import { exitCodeOf } from "../src/errors/codes.ts";
import { scoreClasses, scoreNumbers } from "../src/experiments/scores.ts";
import { scoreText } from "../src/experiments/scoreText.ts";
import { sortLabels } from "../src/experiments/target.ts";
import { EpochSelection } from "../src/renderers/epochTable.ts";
import type { EpochEvent } from "../src/renderers/events.ts";
import { formatDuration, statusLine } from "../src/renderers/statusLine.ts";
import { usesColor, usesUnicode } from "../src/renderers/terminal.ts";
import { toAscii } from "../src/renderers/toAscii.ts";
import { typeColumn } from "../src/tables/columnTypes.ts";
import { detectDelimiter } from "../src/tables/delimiters.ts";
import { isMissing, parseNumber } from "../src/tables/numbers.ts";
import { csvLine } from "../src/tables/writeCsv.ts";

describe("names", () => {
  test("a slip finds its name, a stranger finds none", () => {
    expect(nearestName("churn", ["customer_id", "churned_last_year"])).toBe("churned_last_year");
    expect(nearestName("inspct", ["train", "inspect"])).toBe("inspect");
    expect(nearestName("trian", ["inspect", "train"])).toBe("train");
    expect(nearestName("AGE", ["age", "sex"])).toBe("age");
    expect(nearestName("weather", ["age", "sex"])).toBeUndefined();
    expect(nearestName("\u65e5\u672c", ["\u4e2d\u56fd"])).toBeUndefined();
  });
  test("each family of codes has its exit code", () => {
    const families = ["CR-U001", "CR-D012", "CR-F001", "CR-T001", "CR-Q001", "CR-B001", "CR-I001", "CR-S001"];
    expect(families.map(exitCodeOf)).toEqual([2, 3, 4, 5, 6, 7, 1, 1]);
  });
});

describe("cells", () => {
  test("numbers are read strictly", () => {
    expect(["1", "-2.5", "+.5", "3.", "1e-3"].map(parseNumber)).toEqual([1, -2.5, 0.5, 3, 0.001]);
    expect(["", "1,5", "0x10", "1 2", "one", "1e", "."].map(parseNumber)).toEqual(Array(7).fill(undefined));
    expect(["inf", "-Infinity"].map(parseNumber)).toEqual([Infinity, -Infinity]);
  });
  test("the words for a missing value are known in any case", () => {
    expect(["", "NA", "n/a", "?", "null", "NaN", "-"].every(isMissing)).toBe(true);
    expect(["0", "no", "none", "--"].some(isMissing)).toBe(false);
  });
  test("the delimiter is the one that occurs evenly, outside of quotes", () => {
    expect(detectDelimiter("a,b\n1,2\n")).toBe(",");
    expect(detectDelimiter("a;b\n1,5;2,5\n3,1;4,2\n")).toBe(";");
    expect(detectDelimiter("a\tb\n1\t2\n")).toBe("\t");
    expect(detectDelimiter('a,b\n"x;y;z",1\n"p;q;r",2\n')).toBe(",");
    expect(detectDelimiter("a\n1\n2\n")).toBe(",");
  });
  test("cells are quoted where they must be, and only there", () => {
    expect(csvLine(["a", 'b"c', "d,e", "f\ng", " h"])).toBe('a,"b""c","d,e","f\ng"," h"\n');
  });
  test.each([
    [["1", "2", "NA"], "number", "every cell is a number"],
    [["yes", "no", "yes"], "boolean", "every cell is yes or no"],
    [["2026-01-02", "2026-01-03"], "date", "every cell is a date such as 2026-11-22"],
    [["a", "b", "a", "b"], "category", "2 distinct text values"],
    [["a", "b", "c"], "text", "3 distinct text values"],
    [["1", "2", "3", "x", "5"], "text", '4 numbers, but "x" is none'],
    [Array.from({ length: 30 }, (_, row) => `id${row}`), "identifier", "text, 30 of 30 different: unique in every row"],
    [["", "NA"], "empty", "every cell is missing"],
  ])("the type of %j is %s", (cells, kind, reason) => {
    expect(typeColumn({ name: "c", cells })).toMatchObject({ kind, reason });
  });
  test("labels are sorted as numbers, then by code point", () => {
    expect(sortLabels(["10", "9", "b", "a", "-1"])).toEqual(["-1", "9", "10", "a", "b"]);
  });
});

describe("scores", () => {
  test("the interval of an accuracy is Wilson's", () => {
    // R: prop.test(81, 263, correct = FALSE), Newcombe 1998, table I.
    const truth = new Int32Array(263).fill(1);
    const predicted = truth.map((_, row) => (row < 81 ? 1 : 0));
    const { interval } = scoreClasses({ truth, predicted, labels: ["no", "yes"], mostFrequent: 1 });
    expect(interval.map((value) => Number(value.toFixed(4)))).toEqual([0.2553, 0.3662]);
  });
  test("the interval of R2 is repeatable and holds it", () => {
    const truth = Float64Array.from({ length: 200 }, (_, row) => Math.sin(row));
    const predicted = truth.map((value, row) => value + Math.cos(row * row) / 2);
    const answers = { truth, predicted, trainingMean: 0 };
    const score = scoreNumbers({ ...answers, seed: 7 });
    expect(score.interval).toEqual(scoreNumbers({ ...answers, seed: 7 }).interval);
    expect(score.interval).not.toEqual(scoreNumbers({ ...answers, seed: 8 }).interval);
    expect(score.interval[0]).toBeLessThan(score.r2);
    expect(score.interval[1]).toBeGreaterThan(score.r2);
  });
  test("a single row has no R2, and says so in place of a number", () => {
    const score = scoreNumbers({ truth: [3], predicted: [2.5], trainingMean: 2, seed: 1 });
    expect(score).toMatchObject({ r2: Number.NaN, rmse: 0.5, mae: 0.5, baseline: { r2: Number.NaN, rmse: 1 } });
    expect(scoreText(score)).toBe("R² – · baseline – · RMSE 0.5, baseline 1");
  });
  test("accuracy stands beside the baseline on the same rows", () => {
    const score = scoreClasses({
      truth: [0, 0, 1, 1],
      predicted: [0, 1, 1, 1],
      labels: ["no", "yes"],
      mostFrequent: 0,
    });
    expect(score).toMatchObject({ accuracy: 0.75, baseline: { answer: "no", accuracy: 0.5 }, rows: 4 });
    expect(score.confusion.counts).toEqual([
      [1, 1],
      [0, 2],
    ]);
    expect(classScores(score.confusion)[1]).toMatchObject({ precision: 2 / 3, recall: 1, f1: 0.8, rows: 2 });
  });
  test("R2, RMSE and mean absolute error have scikit-learn's values", () => {
    // sklearn.metrics on [3, -0.5, 2, 7] and [2.5, 0, 2, 8], as its documentation prints them.
    const score = scoreNumbers({ truth: [3, -0.5, 2, 7], predicted: [2.5, 0, 2, 8], trainingMean: 2.875, seed: 1 });
    expect(score.r2).toBeCloseTo(0.948608, 6);
    expect(score.rmse).toBeCloseTo(0.612372, 6);
    expect(score.mae).toBeCloseTo(0.5, 12);
    expect(score.baseline.r2).toBeCloseTo(0, 12);
  });
});

describe("drawings", () => {
  test("a confusion matrix has the truth in rows", () => {
    const counts = [
      [5, 0],
      [1, 4],
    ];
    expect(confusionTable({ labels: ["cat", "dog"], counts }, 80)).toEqual([
      "Confusion matrix (rows: truth, columns: prediction)",
      "       │  cat  dog",
      "  cat  │    5    ·",
      "  dog  │    1    4",
    ]);
  });
  test("a matrix wider than the terminal becomes a list of mistakes", () => {
    const labels = Array.from({ length: 26 }, (_, index) => String.fromCharCode(65 + index));
    const counts = labels.map((_, row) => labels.map((_other, column) => (row === 3 && column === 14 ? 7 : 0)));
    expect(confusionTable({ labels, counts }, 80)).toEqual([
      "Most frequent mistakes (7 in all; truth → prediction)",
      "  D  →  O  7×",
    ]);
  });
  test("histograms and pictures fall back to ASCII", () => {
    expect(histogram([1, 0, 8], true)).toBe("▁ █");
    expect(histogram([1, 0, 8], false)).toBe(". @");
    expect(picture([0, 1, 0.5, 0], 2, 2, true)).toEqual(["  ██", "▒▒  "]);
    expect(picture([0, 1, 0.5, 0], 2, 2, false)).toEqual(["  @@", "++  "]);
  });
  test("blocks wrap to as many as fit", () => {
    expect(sideBySide([["ab"], ["cd"], ["ef"]], 6, 2)).toEqual(["ab  cd", "", "ef"]);
  });
});

describe("terminals", () => {
  test("--color wins over NO_COLOR, which wins over FORCE_COLOR, which wins over the terminal", () => {
    expect(usesColor("always", { NO_COLOR: "1" }, false)).toBe(true);
    expect(usesColor("never", { FORCE_COLOR: "1" }, true)).toBe(false);
    expect(usesColor("auto", { NO_COLOR: "1", FORCE_COLOR: "1" }, true)).toBe(false);
    expect(usesColor("auto", { NO_COLOR: "", FORCE_COLOR: "1" }, false)).toBe(true);
    expect(usesColor("auto", { FORCE_COLOR: "0" }, true)).toBe(false);
    expect(usesColor("auto", {}, true)).toBe(true);
    expect(usesColor("auto", {}, false)).toBe(false);
    expect(usesColor("auto", { TERM: "dumb" }, true)).toBe(false);
  });
  test("characters beyond ASCII are written in UTF-8 locales only", () => {
    expect(usesUnicode({ LANG: "de_DE.UTF-8" }, "linux")).toBe(true);
    expect(usesUnicode({ LC_ALL: "C", LANG: "de_DE.UTF-8" }, "linux")).toBe(false);
    expect(usesUnicode({}, "linux")).toBe(false);
    expect(toAscii("R² 0.9 (0.8–1.0) · 3× …")).toBe("R2 0.9 (0.8-1.0) - 3x ...");
  });
  test("epochs 1, 2, 4, 8, each new best and one every 30 seconds get a line", () => {
    const selection = new EpochSelection({ everyBest: true });
    const event = (epoch: number, best: boolean, seconds: number): EpochEvent => {
      return { type: "epoch", epoch, epochs: 100, numbers: { loss: 1 }, best, seconds };
    };
    const taken = (from: number, to: number, best: number, seconds: number): number[] =>
      Array.from({ length: to - from + 1 }, (_, index) => from + index).filter((epoch) =>
        selection.takes(event(epoch, epoch === best, seconds)),
      );
    expect(taken(1, 20, 11, 0)).toEqual([1, 2, 4, 8, 11, 16]);
    expect(taken(21, 23, 0, 31)).toEqual([21]);
    expect(taken(24, 26, 0, 60)).toEqual([]);
  });
  test("the status line says how far, how well, how long, and fits", () => {
    const last: EpochEvent = {
      type: "epoch",
      epoch: 10,
      epochs: 40,
      numbers: { loss: 0.5, valLoss: 0.25, valAccuracy: 0.9 },
      best: true,
      seconds: 5,
    };
    expect(statusLine(last, undefined, 200)).toBe(
      " epoch 10/40  ━━━━············  loss 0.5000  val 0.2500  acc 0.900  15 s left",
    );
    expect(statusLine(last, undefined, 45)).toBe(" epoch 10/40  ━━━━············  loss 0.5000");
    expect(statusLine(last, undefined, 20)).toHaveLength(20);
    expect([0.5, 59, 125, 7265].map(formatDuration)).toEqual(["0.5 s", "59 s", "2 min 5 s", "2 h 1 min"]);
  });
});

// What a reader sees of the figures.
import { expect, test } from "vitest";
import { figure, table } from "../src/harness/table.ts";

test("figures keep about three digits that count", () => {
  expect([12345.6, 123.45, 99.96, 12.345, 9.996, 1.234, 0.004].map(figure)).toEqual([
    "12,346",
    "123",
    "100",
    "12.3",
    "10.0",
    "1.23",
    "0.00",
  ]);
  expect(figure(Number.NaN)).toBe("");
});

test("tables are Markdown, with columns of figures set right", () => {
  const text = table(
    ["", "us/step", "of"],
    [
      ["one", "1,234", "a"],
      ["another", "5", "bc"],
    ],
  );
  expect(text).toBe(
    [
      "|         | us/step | of  |",
      "| ------- | ------: | --- |",
      "| one     |   1,234 | a   |",
      "| another |       5 | bc  |",
    ].join("\n"),
  );
});

test("a table without rows says so", () => {
  expect(table(["a"], [])).toBe("(nothing was measured)");
});

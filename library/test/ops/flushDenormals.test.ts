// flushDenormals takes away what is too near to 0, and nothing else.
import { expect, test } from "vitest";
import { run, wasm } from "../../src/backends/index.ts";
import { createPlan, createProgram, printProgram } from "../../src/graph/index.ts";
import { constant, flushDenormals, input } from "../../src/ops/index.ts";
import type { Tensor } from "../../src/tensor/index.ts";

test("numbers nearer to 0 than the smallest normal one become 0, all others stay", async () => {
  const x = constant([1e-40, -1e-40, 2 ** -126, -(2 ** -126), 0, 1, Number.NaN, Number.NEGATIVE_INFINITY]);
  const { y } = await run({ y: flushDenormals(x) });
  expect([...y.data]).toEqual([0, 0, 2 ** -126, -(2 ** -126), 0, 1, Number.NaN, Number.NEGATIVE_INFINITY]);
});

test("the border may lie higher", async () => {
  const { y } = await run({ y: flushDenormals(constant([2 ** -101, -(2 ** -100), 3]), 2 ** -100) });
  expect([...y.data]).toEqual([0, -(2 ** -100), 3]);
});

test("of two in a row, only the one that takes away more is computed", () => {
  const x = input("x", [2]);
  const planned = (y: Tensor): string => printProgram(createPlan(createProgram({ outputs: { y } }), wasm).program);
  const printed = (first: number, second: number): string => planned(flushDenormals(flushDenormals(x, first), second));
  const one = planned(flushDenormals(x, 2 ** -50));
  expect(printed(2 ** -50, 2 ** -100)).toBe(one);
  expect(printed(2 ** -100, 2 ** -50)).toBe(one);
});

// Competitors take turns, and one that fails does not stop the others.
import { expect, test } from "vitest";
import { interleave } from "../src/harness/interleave.ts";

test("rounds go A B C A B C, one at a time", async () => {
  const order: string[] = [];
  let running = 0;
  await interleave(["a", "b", "c"], 2, async (name) => {
    running++;
    await new Promise((resolve) => setTimeout(resolve, 1));
    order.push(`${name}${running}`);
    running--;
  });
  expect(order).toEqual(["a1", "b1", "c1", "a1", "b1", "c1"]);
});

test("one that fails is left out of later rounds and says why", async () => {
  const series = await interleave(["a", "b"], 3, async (name, round) => {
    if (name === "b" && round === 1) throw new Error("no more");
    return round;
  });
  expect(series.get("a")).toEqual({ measurements: [0, 1, 2] });
  expect(series.get("b")).toEqual({ measurements: [0], failure: "no more" });
});

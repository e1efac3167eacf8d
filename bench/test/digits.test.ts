// The digits as every competitor gets them.
import { expect, test } from "vitest";
import { readRows } from "../peers/rows.ts";
import { digitsTask } from "../src/harness/digits.ts";
import { inTemporaryFolder } from "../src/harness/temporaryFolder.ts";

test("are full batches of pixels between 0 and 1 with their digit, in files that peers read back", async () => {
  await inTemporaryFolder(async (folder) => {
    const task = await digitsTask(folder);
    expect([task.rows, task.columns, task.rows % task.batchSize]).toEqual([1792, 64, 0]);
    const { features, labels, oneHot } = readRows(task);
    expect(features.length).toBe(1792 * 64);
    expect([Math.min(...features), Math.max(...features)]).toEqual([0, 1]);
    expect([...labels.slice(0, 12)]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1]);
    expect([...oneHot.slice(10, 20)]).toEqual([0, 1, 0, 0, 0, 0, 0, 0, 0, 0]);
  });
});

test("fewer rows make a task of one batch", async () => {
  await inTemporaryFolder(async (folder) => {
    expect((await digitsTask(folder, 64)).rows).toBe(64);
  });
});

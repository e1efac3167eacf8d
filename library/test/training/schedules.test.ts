// Laws of schedules that series of golden values are too short to show.
import { expect, test } from "vitest";
import { cosineDecayRestarts } from "../../src/index.ts";

test.each([2, 3, 5, 10, 1.5])("every fall of cosineDecayRestarts begins at the highest rate, tMul %d", (tMul) => {
  for (const firstDecaySteps of [1, 2, 3, 7, 100]) {
    const schedule = cosineDecayRestarts({ initialLearningRate: 0.5, firstDecaySteps, tMul });
    let [start, length] = [0, firstDecaySteps];
    for (let fall = 0; fall < 10 && start < 1e6; fall += 1) {
      start += length;
      length *= tMul;
      if (Number.isInteger(start)) expect(schedule.rate(start), `step ${start}`).toBeCloseTo(0.5, 6);
    }
  }
});

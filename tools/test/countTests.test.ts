// The last line of the checks counts what vitest reports, and a file that could not be read is a failure.
import { expect, test } from "vitest";
import { countTests } from "../countTests.ts";

const file = (status: string, ...statuses: string[]): object => ({
  status,
  assertionResults: statuses.map((found) => ({ status: found })),
});

test("passed and failed tests are counted over all files, skipped ones are neither", () => {
  const testResults = [file("passed", "passed", "passed", "pending"), file("failed", "failed", "passed")];
  expect(countTests({ testResults })).toEqual({ passed: 3, failed: 1 });
});
test("a file that fails without a failed test counts as one", () => {
  expect(countTests({ testResults: [file("passed", "passed"), file("failed")] })).toEqual({ passed: 1, failed: 1 });
});
test("no report means nothing passed", () => {
  expect(countTests({})).toEqual({ passed: 0, failed: 0 });
});

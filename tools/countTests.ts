// The last line of the checks: how many tests passed and failed, counted from vitest's JSON report.
import { existsSync, readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

/** How many tests passed and failed; a file of tests that could not be read counts as one failed test. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
}

/** Counts the tests of vitest's JSON report. */
export function countTests(report: unknown): Counts {
  let [passed, failed] = [0, 0];
  for (const file of list(Object(report).testResults)) {
    const statuses = list(Object(file).assertionResults).map((test) => Object(test).status);
    passed += statuses.filter((status) => status === "passed").length;
    failed += statuses.filter((status) => status === "failed").length;
    if (Object(file).status === "failed" && !statuses.includes("failed")) failed += 1;
  }
  return { passed, failed };
}

const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

const [, program = "", report = ""] = process.argv;
if (import.meta.url === pathToFileURL(program).href) {
  const { passed, failed } = existsSync(report)
    ? countTests(JSON.parse(readFileSync(report, "utf8")))
    : { passed: 0, failed: 1 };
  console.log(`${passed} passed, ${failed} failed`);
  if (failed > 0 || passed === 0) process.exitCode = 1;
}

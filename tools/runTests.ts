// npm test [WORD...] [vitest's options]: runs all tests, or those that the words name (see selectTests.ts).
import { parseCLI, startVitest } from "vitest/node";
import { listFiles } from "./listFiles.ts";
import { selectTests } from "./selectTests.ts";

const { filter, options } = parseCLI(["vitest", "run", ...process.argv.slice(2)]);
const { filters, testNamePattern } = selectTests(filter, listFiles());
const chosen = testNamePattern === undefined ? {} : { testNamePattern };
if (testNamePattern !== undefined) {
  const where = filters.length > 0 ? filters.join(", ") : "all test files";
  console.log(`No test file is named so: running the tests in ${where} whose title matches /${testNamePattern}/`);
}
const vitest = await startVitest("test", [...filters], { ...options, ...chosen, watch: false });
const ran = vitest.state
  .getTestModules()
  .flatMap((module) => [...module.children.allTests()])
  .filter((test) => test.result().state !== "skipped");
if (ran.length === 0) {
  console.error(`error: no test ran for: ${process.argv.slice(2).join(" ")}`);
  process.exitCode = 1;
}
await vitest.close();

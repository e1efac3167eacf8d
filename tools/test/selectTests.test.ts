// `npm test WORD` finds what the word means.
import { expect, test } from "vitest";
import { selectTests } from "../selectTests.ts";

const files = [
  "library/src/ops/tanh.ts",
  "library/src/ops/add.ts",
  "library/test/ops/gradients.test.ts",
  "library/test/nn/addLayer.test.ts",
  "cli/src/main.ts",
];

test("without a word, all tests run", () => {
  expect(selectTests([], files)).toEqual({ filters: [] });
});
test("a word in a test file's path means that file, in any case of letters", () => {
  expect(selectTests(["addlayer"], files)).toEqual({ filters: ["addlayer"] });
});
test("a source file's name means the titles in the tests beside it", () => {
  expect(selectTests(["tanh"], files)).toEqual({ filters: ["library/test/ops/"], testNamePattern: "tanh" });
});
test("any other word means titles everywhere, taken literally", () => {
  expect(selectTests(["a + b (c)"], files)).toEqual({ filters: [], testNamePattern: "a \\+ b \\(c\\)" });
});
test("a folder without tests is not searched in vain", () => {
  expect(selectTests(["main"], files)).toEqual({ filters: [], testNamePattern: "main" });
});

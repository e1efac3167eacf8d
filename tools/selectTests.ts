// Which tests the words after `npm test` mean: files named so, else titles that hold the word.

/** What vitest is to run: files whose path holds a filter (all without one), and in them titles that match a pattern. */
export interface Selection {
  readonly filters: readonly string[];
  readonly testNamePattern?: string;
}

/**
 * A word that is part of a test file's path means that file. Otherwise it means the tests whose title holds it: those
 * beside the source files named so, `library/test/ops` for `library/src/ops/tanh.ts`, or all where there is none.
 *
 * @param words The words after `npm test`.
 * @param files All files of the repository, from its root.
 */
export function selectTests(words: readonly string[], files: readonly string[]): Selection {
  const tests = files.filter((file) => file.endsWith(".test.ts"));
  const holds = (file: string, word: string): boolean => file.toLowerCase().includes(word.toLowerCase());
  if (words.every((word) => tests.some((file) => holds(file, word)))) return { filters: words };
  const named = files
    .filter((file) => /^(library|cli)\/src\//.test(file))
    .filter((file) => words.some((word) => holds(file, word)));
  const beside = new Set(named.map((file) => file.split("/").slice(0, 3).join("/").replace("/src/", "/test/")));
  return {
    filters: [...beside]
      .filter((folder) => tests.some((file) => file.startsWith(`${folder}/`)))
      .map((folder) => `${folder}/`),
    testNamePattern: words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|"),
  };
}

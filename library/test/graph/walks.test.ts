// Walks through graphs: what is reached, in which order, and that depth is no matter.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { inOrder, reachable } from "../../src/tensor/index.ts";

/** For each node the ones that it needs, all with smaller numbers: a graph without cycles. */
const graphs = fc
  .array(fc.array(fc.nat(), { maxLength: 4 }), { minLength: 1, maxLength: 30 })
  .map((lists) => lists.map((needs, node) => (node === 0 ? [] : needs.map((other) => other % node))));

/** Whether a node is needed by some roots, by definition. */
function isNeeded(graph: readonly (readonly number[])[], roots: readonly number[], node: number): boolean {
  return roots.includes(node) || roots.some((root) => isNeeded(graph, graph[root] ?? [], node));
}

const cases = fc.tuple(graphs, fc.array(fc.nat(), { maxLength: 3 }));

describe("in random graphs", () => {
  test("all that is needed is reached, and nothing else", () => {
    fc.assert(
      fc.property(cases, ([graph, starts]) => {
        const roots = starts.map((start) => start % graph.length);
        const expected = graph.flatMap((_, node) => (isNeeded(graph, roots, node) ? [node] : []));
        expect([...reachable(roots, (node) => graph[node] ?? [])].sort((a, b) => a - b)).toEqual(expected);
        expect(inOrder(roots, (node) => graph[node] ?? []).sort((a, b) => a - b)).toEqual(expected);
      }),
    );
  });
  test("each node comes once, after what it needs", () => {
    fc.assert(
      fc.property(cases, ([graph, starts]) => {
        const ordered = inOrder(
          starts.map((start) => start % graph.length),
          (node) => graph[node] ?? [],
        );
        expect(new Set(ordered).size).toBe(ordered.length);
        for (const [place, node] of ordered.entries()) {
          for (const needed of graph[node] ?? []) expect(ordered.indexOf(needed)).toBeLessThan(place);
        }
      }),
    );
  });
});

test("what is needed first comes first", () => {
  const needs: Readonly<Record<string, readonly string[]>> = { sum: ["left", "right"], left: ["x"], right: ["x", "y"] };
  expect(inOrder(["sum"], (node) => needs[node] ?? [])).toEqual(["x", "left", "y", "right", "sum"]);
  expect([...reachable(["sum"], (node) => needs[node] ?? [])]).toEqual(["sum", "left", "right", "x", "y"]);
});

test("a chain of 200,000 nodes is walked through", () => {
  const next = (node: number): readonly number[] => (node === 0 ? [] : [node - 1]);
  expect(inOrder([200_000], next)[0]).toBe(0);
  expect(reachable([200_000], next).size).toBe(200_001);
});

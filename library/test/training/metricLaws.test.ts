// Laws of every metric with every option: batches add up, weights count rows, saved forms are read back.
import "../../src/names.ts";
import fc from "fast-check";
import { expect, test } from "vitest";
import { readComponent } from "../../src/nn/index.ts";
import { metricRegistry } from "../../src/training/metricRegistry.ts";
import * as metrics from "../../src/training/metrics/index.ts";
import { sampleOptions } from "../nn/sampleOptions.ts";
import {
  binary,
  classes,
  flagScores,
  flags,
  guesses,
  isLabels,
  type Judging,
  judge,
  labels,
  oneHot,
  rows,
  targets,
  weights,
  yes,
} from "./judging.ts";

metricRegistry.add(metrics);

/** The order of additions may change the last digits, of large values in proportion. */
function near(found: number, wanted: number): void {
  expect(Math.abs(found - wanted)).toBeLessThanOrEqual(1e-10 * Math.max(1, Math.abs(wanted)));
}

const forData: Readonly<Record<string, Judging>> = {
  labels: { y: labels, p: classes },
  oneHot: { y: oneHot, p: classes },
  binary: { y: binary, p: yes },
  flags: { y: flags, p: flagScores },
  regression: { y: targets, p: guesses },
};
const overClasses = /^(sparse)?(TopK|topK)?[cC]ategorical/;
const configured = metricRegistry.factories.flatMap((factory) =>
  sampleOptions(factory.describe()).flatMap((options) =>
    Object.entries(forData)
      .filter(([kind]) => !(overClasses.test(factory.type) && kind === "binary"))
      .filter(([kind]) => !("classId" in options && kind === "binary"))
      .map(([kind, judging]) => ({
        name: `${factory.type} ${JSON.stringify(options)}`,
        kind,
        judging,
        factory,
        options,
      })),
  ),
);

test.each(configured)(
  "$name of $kind: a weight of two is a row twice, of zero a row less",
  async ({ factory, options, judging }) => {
    const metric = factory.create(options);
    const repeated = <T>(values: readonly T[]): T[] =>
      values.flatMap((value, row) => Array.from({ length: weights[row] ?? 0 }, () => value));
    const { y, p } = judging;
    const wanted = await judge(metric, { y: isLabels(y) ? repeated(y) : repeated(y), p: repeated(p) });
    near(await judge(metric, { ...judging, weights }), wanted);
    near(await judge(metric, { ...judging, weights, batchSize: 10 }), wanted);
    const ones = weights.map(() => 1);
    near(await judge(metric, { ...judging, weights: ones }), await judge(metric, judging));
  },
);

test.each(configured)(
  "$name of $kind is finite and better for no row than its type says",
  async ({ factory, options, judging }) => {
    const metric = factory.create(options);
    const nothing = await judge(metric, { ...judging, weights: weights.map(() => 0) });
    expect(Number.isFinite(nothing)).toBe(true);
    const copy = readComponent(metricRegistry, JSON.parse(JSON.stringify(metric)), [], "metric");
    expect(copy.toJSON()).toEqual(metric.toJSON());
    expect(["larger", "smaller"]).toContain(metric.better);
  },
);

test("all metrics are judged, with all of their options", () => {
  expect(new Set(configured.map(({ factory }) => factory.type))).toEqual(new Set(metricRegistry.names));
  expect(configured.length).toBeGreaterThan(100);
});

test("batches of any sizes give the same", async () => {
  const sizes = fc.integer({ min: 1, max: rows });
  await fc.assert(
    fc.asyncProperty(sizes, fc.constantFrom(...configured), async (batchSize, { factory, options, judging }) => {
      const metric = factory.create(options);
      near(await judge(metric, { ...judging, batchSize }), await judge(metric, judging));
    }),
    { numRuns: 60 },
  );
});

// The allocator: blocks never overlap, and everything given back can be given out again.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Allocator, blockAlignment } from "../../../src/backends/wasm/index.ts";
import { BackendError } from "../../../src/tensor/index.ts";

describe("the allocator", () => {
  it("gives blocks that are aligned, inside the range and apart, in any order of requests", () => {
    const action = fc.oneof(
      fc.record({ kind: fc.constant("allocate" as const), bytes: fc.integer({ min: 0, max: 5000 }) }),
      fc.record({ kind: fc.constant("release" as const), which: fc.nat() }),
    );
    fc.assert(
      fc.property(fc.array(action, { maxLength: 120 }), (actions) => {
        const allocator = new Allocator(blockAlignment, () => true);
        const held: { start: number; bytes: number }[] = [];
        for (const step of actions) {
          if (step.kind === "release") {
            const [block] = held.splice(step.which % Math.max(1, held.length), 1);
            if (block !== undefined) allocator.release(block.start);
            continue;
          }
          const start = allocator.allocate(step.bytes);
          expect(start % blockAlignment).toBe(0);
          expect(start).toBeGreaterThan(0);
          expect(start + step.bytes).toBeLessThanOrEqual(allocator.extent);
          for (const other of held) {
            expect(start + step.bytes <= other.start || other.start + other.bytes <= start).toBe(true);
            expect(start).not.toBe(other.start);
          }
          held.push({ start, bytes: step.bytes });
        }
        const extent = allocator.extent;
        for (const { start } of held) allocator.release(start);
        expect(allocator.bytes).toBe(0);
        if (extent > blockAlignment) expect(allocator.allocate(extent - blockAlignment)).toBe(blockAlignment);
        expect(allocator.extent).toBe(extent);
      }),
    );
  });

  it("does not grow while the same amounts come and go", () => {
    const allocator = new Allocator(0, () => true);
    const held = [100, 2000, 300].map((bytes) => allocator.allocate(bytes));
    const extent = allocator.extent;
    for (let round = 0; round < 1000; round += 1) {
      for (const start of held.splice(0)) allocator.release(start);
      held.push(...[2000, 300, 100].map((bytes) => allocator.allocate(bytes)));
    }
    expect(allocator.extent).toBe(extent);
  });

  it("says what was asked for when there is no memory", () => {
    const allocator = new Allocator(0, (end) => end <= 1024);
    allocator.allocate(1000);
    expect(() => allocator.allocate(64)).toThrow(BackendError);
    expect(() => allocator.allocate(64)).toThrow(/64 bytes while 1024 are in use/);
    allocator.release(0);
    expect(allocator.allocate(64)).toBe(0);
  });

  it("ignores addresses that are no blocks", () => {
    const allocator = new Allocator(0, () => true);
    const start = allocator.allocate(10);
    allocator.release(start + 64);
    allocator.release(start);
    allocator.release(start);
    expect(allocator.bytes).toBe(0);
  });
});

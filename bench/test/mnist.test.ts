// Pictures for LeNet: MNIST's files are read as they are, and without them there are as many to learn from.
import { writeFileSync } from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { madeUpPictures, readMnist } from "../src/harness/mnist.ts";
import { inTemporaryFolder } from "../src/harness/temporaryFolder.ts";

/** A file in the IDX format. */
function idx(sizes: readonly number[], values: readonly number[]): Uint8Array {
  const header = [0, 0, 8, sizes.length, ...sizes.flatMap((size) => [0, 0, size >> 8, size & 255])];
  return Uint8Array.from([...header, ...values]);
}

const pixels = Array.from({ length: 3 * 784 }, (_, index) => index % 256);

test.each([
  ["as they are", "", (bytes: Uint8Array) => bytes],
  ["packed", ".gz", (bytes: Uint8Array) => gzipSync(bytes)],
])("MNIST's files are read %s", async (_title, suffix, pack) => {
  await inTemporaryFolder(async (folder) => {
    const write = (name: string, bytes: Uint8Array) => writeFileSync(path.join(folder, name + suffix), pack(bytes));
    write("train-images-idx3-ubyte", idx([3, 28, 28], pixels));
    write("train-labels-idx1-ubyte", idx([3], [7, 0, 9]));
    const { features, labels } = readMnist(folder, 2);
    expect([...labels]).toEqual([7, 0]);
    expect(features.length).toBe(2 * 784);
    expect([features[0], features[255], features[256]]).toEqual([0, 1, 0]);
    expect(() => readMnist(folder, 4)).toThrow("not 4 or more of 28 × 28");
  });
});

test("a file of another kind is refused", async () => {
  await inTemporaryFolder(async (folder) => {
    writeFileSync(path.join(folder, "train-images-idx3-ubyte"), idx([5], [1, 2, 3, 4, 5]));
    expect(() => readMnist(folder, 1)).toThrow("is no IDX file of bytes with 3 axes");
  });
});

test("made-up pictures are between 0 and 1, of ten classes, nearer to their own class than to others", () => {
  const { features, labels } = madeUpPictures(200);
  expect(features.every((value) => value >= 0 && value <= 1)).toBe(true);
  expect(new Set(labels)).toEqual(new Set([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]));
  const distance = (a: number, b: number): number => {
    let total = 0;
    for (let pixel = 0; pixel < 784; pixel += 1) {
      total += ((features[a * 784 + pixel] ?? 0) - (features[b * 784 + pixel] ?? 0)) ** 2;
    }
    return total;
  };
  const same = labels.findIndex((label, row) => row > 0 && label === labels[0]);
  const other = labels.findIndex((label) => label !== labels[0]);
  expect(distance(0, same)).toBeLessThan(distance(0, other));
});

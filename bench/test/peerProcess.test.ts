// Peers answer over real processes: times, scores, what is missing, what fails, what ends without a word.
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, test } from "vitest";
import { MissingError, PeerError, PeerProcess } from "../src/harness/peerProcess.ts";

const folder = fileURLToPath(new URL(".", import.meta.url));
const started: PeerProcess[] = [];

/** A process that answers each line of its input with what the expression makes of the request. */
function peer(expression: string): PeerProcess {
  const script = `
    require("node:readline").createInterface({ input: process.stdin }).on("line", (line) => {
      const request = JSON.parse(line);
      console.log(JSON.stringify(${expression}));
    });`;
  const process_ = new PeerProcess({ command: process.execPath, arguments: ["-e", script], folder });
  started.push(process_);
  return process_;
}

afterEach(async () => {
  await Promise.all(started.splice(0).map((process_) => process_.stop()));
});

describe("a peer", () => {
  test("is asked to train and tells the time that it measured itself", async () => {
    const { train } = {
      train: await peer("{ seconds: request.epochs, cpuSeconds: request.part.count }").train(3, {
        first: 0,
        count: 64,
      }),
    };
    expect(train).toEqual({ seconds: 3, cpuSeconds: 64 });
  });
  test("tells its versions", async () => {
    const { versions } = await peer('{ seconds: 0, cpuSeconds: 0, versions: { name: "1.2" } }').load();
    expect(versions).toEqual({ name: "1.2" });
  });
  test("may have no loss that can be compared", async () => {
    expect(await peer("{ loss: null, accuracy: 0.5 }").score()).toEqual({ loss: null, accuracy: 0.5 });
  });
  test("that is not installed is told apart from one that fails", async () => {
    await expect(peer('{ missing: "no module x" }').load()).rejects.toThrow(MissingError);
    await expect(peer('{ error: "it broke" }').load()).rejects.toThrow(new PeerError("it broke"));
  });
  test("that leaves out a figure is a failure, not a zero", async () => {
    await expect(peer("{ seconds: 1 }").train(1, { first: 0, count: 1 })).rejects.toThrow(/cpuSeconds/);
  });
  test("that ends without an answer fails with what it wrote to standard error", async () => {
    const failing = peer('process.exit(console.error("out of luck"))');
    await expect(failing.load()).rejects.toThrow(/ended without an answer\nout of luck/);
  });
  test("that cannot be started fails with the reason", async () => {
    const none = new PeerProcess({ command: "a-command-that-is-not-there", arguments: [], folder });
    await expect(none.load()).rejects.toThrow(/a-command-that-is-not-there/);
  });
});

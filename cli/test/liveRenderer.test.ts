// The live renderer: one line at the bottom, at most ten redraws a second, and a clean terminal at the end.
import picocolors from "picocolors";
import { describe, expect, test } from "vitest";
import type { CommandEvent } from "../src/renderers/events.ts";
import { jsonlRenderer } from "../src/renderers/jsonlRenderer.ts";
import { liveRenderer } from "../src/renderers/liveRenderer.ts";
import { plainRenderer } from "../src/renderers/plainRenderer.ts";
import type { Terminal } from "../src/renderers/terminal.ts";

/** A terminal that remembers what was written to it. */
function recorded(): { terminal: Terminal; written: string[] } {
  const written: string[] = [];
  const write = (text: string): void => {
    written.push(text);
  };
  const terminal: Terminal = {
    isTerminal: true,
    colors: picocolors.createColors(false),
    unicode: true,
    width: 80,
    write,
    drain: async (text) => write(text),
    line: (text) => write(`${text}\n`),
  };
  return { terminal, written };
}

/** What stands on the screen after the text, as a terminal would show it. */
function screen(text: string): string[] {
  return text.split("\n").map((line) => line.split("\r\u001b[2K").at(-1) ?? "");
}

const epoch = (number: number, seconds: number): CommandEvent => ({
  type: "epoch",
  epoch: number,
  epochs: 1000,
  numbers: { loss: 1 / number },
  best: true,
  seconds,
});

describe("the live renderer", () => {
  test("redraws at most ten times a second", () => {
    const { terminal, written } = recorded();
    let clock = 0;
    const renderer = liveRenderer(terminal, () => clock);
    for (let number = 1; number <= 1000; number += 1) {
      clock = number * 3;
      renderer.emit(epoch(number, clock / 1000));
    }
    const redraws = written.filter((text) => text.startsWith("\r") && text.includes("epoch "));
    expect(redraws.length).toBeGreaterThan(20);
    expect(redraws.length).toBeLessThanOrEqual(30);
  });
  test("leaves only finished lines behind", () => {
    const { terminal, written } = recorded();
    let clock = 0;
    const renderer = liveRenderer(terminal, () => clock);
    renderer.emit({ type: "note", name: "table", text: "Read a.csv" });
    for (let number = 1; number <= 5; number += 1) {
      clock += 1000;
      renderer.emit(epoch(number, clock / 1000));
    }
    renderer.emit({ type: "warning", text: "odd" });
    renderer.close();
    expect(screen(written.join(""))).toEqual([
      "Read a.csv",
      " epoch     loss   note",
      "     1   1.0000   best",
      "     2   0.5000   best",
      "     4   0.2500   best",
      "warning: odd",
      "",
    ]);
  });
});

describe("the other renderers", () => {
  test("write no cursor codes", () => {
    for (const renderer of [plainRenderer, jsonlRenderer]) {
      const { terminal, written } = recorded();
      const opened = renderer(terminal);
      for (let number = 1; number <= 9; number += 1) opened.emit(epoch(number, number));
      opened.emit({ type: "batch", epoch: 9, epochs: 10, fraction: 0.5 });
      opened.emit({ type: "hint", commands: ["chainrule inspect a.csv"] });
      opened.close();
      expect(["\r", "\u001b"].some((code) => written.join("").includes(code))).toBe(false);
    }
  });
  test("jsonl writes one object to a line, with the numbers of an epoch at its top", () => {
    const { terminal, written } = recorded();
    jsonlRenderer(terminal).emit(epoch(4, 2));
    expect(written.map((line): unknown => JSON.parse(line))).toEqual([
      { type: "epoch", epoch: 4, epochs: 1000, best: true, seconds: 2, loss: 0.25 },
    ]);
    expect(written[0]?.endsWith("}\n")).toBe(true);
  });
});

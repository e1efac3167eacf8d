// Runs and errors on real files: folders that are never reused, runs that are found again, faults that leave a trace.
import { existsSync, readFileSync, readlinkSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { FormatError } from "chainrule";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { asCommandError } from "../src/errors/asCommandError.ts";
import { CommandError } from "../src/errors/commandError.ts";
import { findRun } from "../src/runs/findRun.ts";
import { createRunFolder } from "../src/runs/runFolder.ts";
import { Folder } from "./command.ts";

const folder = new Folder();
const before = process.cwd();
beforeAll(() => process.chdir(folder.path));
afterAll(() => {
  process.chdir(before);
  folder.remove();
});

function thrownBy(work: () => unknown): CommandError {
  try {
    work();
  } catch (thrown) {
    if (thrown instanceof CommandError) return thrown;
    throw thrown;
  }
  throw new Error("nothing was thrown");
}

describe("runs", () => {
  test("each gets a folder of its own, and runs/latest follows the last one that has a model", () => {
    const made = Array.from({ length: 5 }, () => createRunFolder(undefined, new Date(2026, 10, 2)));
    expect(new Set(made.map((run) => run.path)).size).toBe(5);
    for (const run of made) expect(run.path).toMatch(/^runs.2026-11-02-[0-9a-f]{3}$/);
    expect(existsSync("runs/latest")).toBe(false);
    for (const run of made.slice(0, 2)) {
      folder.write(run.file("model.safetensors"), "a model");
      expect(run.pointLatest()).toBe(path.join("runs", "latest"));
      expect(path.join("runs", readlinkSync("runs/latest"))).toBe(run.path);
    }
  });

  test("are found by folder, by runs/latest as a link or as a small file, and by model file", () => {
    const run = createRunFolder("mine", new Date());
    folder.write(run.file("model.safetensors"), "a model");
    expect(findRun("mine")).toMatchObject({ folder: "mine", model: path.join("mine", "model.safetensors") });
    expect(findRun("mine/model.safetensors")).toMatchObject({ folder: undefined, model: "mine/model.safetensors" });
    expect(existsSync(findRun("runs/latest").model)).toBe(true);
    const name = readlinkSync("runs/latest");
    rmSync("runs/latest");
    writeFileSync("runs/latest", `${name}\n`);
    expect(findRun("runs/latest").model).toBe(path.join("runs", name, "model.safetensors"));
  });

  test("are not made where something is, and a run without a model is not one", () => {
    expect(thrownBy(() => createRunFolder("mine", new Date()))).toMatchObject({ code: "CR-U006", exitCode: 2 });
    writeFileSync("taken", "a file");
    expect(thrownBy(() => createRunFolder("taken", new Date()))).toMatchObject({ code: "CR-U007", exitCode: 2 });
    createRunFolder("begun", new Date());
    expect(thrownBy(() => findRun("begun"))).toMatchObject({ code: "CR-F002", exitCode: 4 });
  });
});

describe("errors", () => {
  test("a fault of our own is one line and a file with the whole trace", () => {
    const fault = new TypeError("x is not a function", { cause: new Error("deeper") });
    const { code, exitCode, message, where = "" } = asCommandError(fault);
    expect({ code, exitCode }).toEqual({ code: "CR-I001", exitCode: 1 });
    expect(message).toBe(`this is a fault of chainrule: x is not a function; the full trace is in ${where}`);
    const trace = readFileSync(where, "utf8");
    expect(trace).toContain("TypeError: x is not a function\n    at ");
    expect(trace).toContain("Error: deeper\n    at ");
    rmSync(path.dirname(where), { recursive: true });
  });

  test("a full disk is named, also when the library has met it", () => {
    const full = Object.assign(new Error("ENOSPC: no space left on device, write"), {
      code: "ENOSPC",
      syscall: "write",
      path: "runs/a/model.safetensors",
    });
    for (const thrown of [full, new FormatError("cannot be written", { cause: full })]) {
      expect(asCommandError(thrown)).toMatchObject({ code: "CR-B002", exitCode: 7, where: "runs/a/model.safetensors" });
    }
  });

  test("an error of the library keeps its code, its place and its way out", () => {
    const error = asCommandError(
      new FormatError("is cut off", { where: "a.safetensors", got: "5 bytes", fix: "Copy it again" }),
    );
    expect(error).toMatchObject({
      code: "CR-F001",
      exitCode: 4,
      message: "a.safetensors: is cut off",
      evidence: ["got 5 bytes"],
      fixes: ["Copy it again"],
    });
  });
});

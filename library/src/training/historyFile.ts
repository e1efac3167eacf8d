// historyFile: a file to which callbacks write what came of each epoch.
import { hasFiles } from "../formats/hasFiles.ts";
import { FormatError } from "../tensor/index.ts";
import type { CallbackHandlers, EpochResult, TrainingContext } from "./callback.ts";

/** Where and how lines are written. */
export interface HistoryFileOptions {
  readonly path: string;
  /** Whether what is in the file stays. */
  readonly append: boolean;
  /** The line above the first epoch's; undefined for none. @throws {FormatError} when the file has another. */
  header?(result: EpochResult, firstLine: string | undefined): string | undefined;
  /** The line of an epoch. */
  line(result: EpochResult, context: TrainingContext): string;
}

type OpenFile = Awaited<ReturnType<typeof import("../formats/nodeFiles.ts").openTextFile>>;

/** @throws {FormatError} where there are no files. */
export function checkFiles(path: string): void {
  if (hasFiles()) return;
  throw new FormatError("a page cannot write files", {
    where: path,
    fix: "Collect what onEpochEnd is given, in an object with handlers",
  });
}

/** Handlers that write a line after each epoch; each line is with the system before the next epoch begins. */
export class HistoryFile implements CallbackHandlers {
  private readonly options: HistoryFileOptions;
  private file: OpenFile | undefined;
  private isBegun = false;

  constructor(options: HistoryFileOptions) {
    this.options = options;
  }

  async onTrainBegin(): Promise<void> {
    const { path, append } = this.options;
    checkFiles(path);
    const { openTextFile } = await import("../formats/nodeFiles.ts");
    this.file = await openTextFile(path, { append });
  }

  async onEpochEnd(result: EpochResult, context: TrainingContext): Promise<void> {
    const { header, line } = this.options;
    const above = this.isBegun ? undefined : header?.(result, this.file?.firstLine);
    this.isBegun = true;
    await this.file?.write(`${above === undefined ? "" : `${above}\n`}${line(result, context)}\n`);
  }

  async onTrainEnd(): Promise<void> {
    await this.file?.close();
    this.file = undefined;
  }
}

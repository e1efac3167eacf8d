// Whatever was thrown, as the error that the command ends with.
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { ChainruleError } from "chainrule";
import { codes, exitCodeOf, exitCodes } from "./codes.ts";
import { CommandError } from "./commandError.ts";

/**
 * A command's own error stays what it is; an error of the library keeps its code; a disk that is full or closed is named;
 * anything else is our fault and becomes one line and the path of a file with the full trace.
 */
export function asCommandError(thrown: unknown): CommandError {
  if (thrown instanceof CommandError) return thrown;
  const system = isSystemError(thrown) ? thrown : thrown instanceof ChainruleError ? thrown.cause : undefined;
  if (isSystemError(system)) {
    const found = writeError(system);
    if (found !== undefined) return found;
  }
  if (thrown instanceof ChainruleError && exitCodeOf(thrown.code) !== exitCodes.internal) return fromLibrary(thrown);
  return internal(thrown);
}

function writeError(error: NodeJS.ErrnoException): CommandError | undefined {
  const details = {
    ...(error.path === undefined ? {} : { where: error.path }),
    fixes: ["free some space, or choose another place with --out"],
    cause: error,
  };
  const code = error.code ?? "";
  if (["ENOSPC", "EDQUOT", "ENOMEM"].includes(code)) {
    return new CommandError(codes.diskFull, `no space left: ${error.message}`, details);
  }
  if (!["EACCES", "EPERM", "EROFS"].includes(code)) return undefined;
  return new CommandError(codes.outputNotWritable, `no permission: ${error.message}`, {
    ...details,
    fixes: ["choose another place with --out"],
  });
}

function fromLibrary(error: ChainruleError): CommandError {
  const { where, got, expected, fix } = error.details;
  const evidence = [
    ...(got === undefined ? [] : [`got ${got}${expected === undefined ? "" : `, expected ${expected}`}`]),
    ...(got === undefined && expected !== undefined ? [`expected ${expected}`] : []),
  ];
  const message = where === undefined ? error.what : `${where}: ${error.what}`;
  return new CommandError(error.code, message, {
    ...(where === undefined ? {} : { where }),
    evidence,
    fixes: fix === undefined ? [] : [fix],
    cause: error,
  });
}

/** An error of the operating system, which names what it was about. */
export function isSystemError(thrown: unknown): thrown is NodeJS.ErrnoException {
  return thrown instanceof Error && "syscall" in thrown && "code" in thrown && typeof thrown.code === "string";
}

function internal(thrown: unknown): CommandError {
  const summary = (thrown instanceof Error ? thrown.message : String(thrown)).split("\n")[0] ?? "";
  const place = writeTrace(thrown);
  const end = place === undefined ? "" : `; the full trace is in ${place}`;
  return new CommandError(codes.internal, `this is a fault of chainrule: ${summary}${end}`, {
    ...(place === undefined ? {} : { where: place }),
    cause: thrown,
  });
}

function writeTrace(thrown: unknown): string | undefined {
  const lines = [
    `chainrule ${process.argv.slice(2).join(" ")}`,
    `node ${process.version} on ${process.platform} ${process.arch}`,
    new Date().toISOString(),
    "",
  ];
  for (let error = thrown; error !== undefined; error = error instanceof Error ? error.cause : undefined) {
    lines.push(error instanceof Error ? (error.stack ?? error.message) : String(error), "");
  }
  try {
    const file = path.join(mkdtempSync(path.join(tmpdir(), "chainrule-")), "trace.txt");
    writeFileSync(file, lines.join("\n"));
    return file;
  } catch {
    // The error itself matters more than its trace: a temporary folder that cannot be written must not hide it.
    return undefined;
  }
}

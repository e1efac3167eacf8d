// The codes of the command's own errors and the exit code that each family of codes ends the process with.

/** What the process says to the shell that started it. */
export const exitCodes = {
  ok: 0,
  internal: 1,
  usage: 2,
  data: 3,
  modelFile: 4,
  diverged: 5,
  quality: 6,
  device: 7,
  interrupted: 130,
  terminated: 143,
} as const;

/** One of the numbers in {@link exitCodes}. */
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** Stable codes of the errors that the command itself raises; the library's own codes pass through unchanged. */
export const codes = {
  internal: "CR-I001",
  unknownCommand: "CR-U001",
  unknownFlag: "CR-U002",
  missingArgument: "CR-U003",
  invalidValue: "CR-U004",
  excessArgument: "CR-U005",
  outputExists: "CR-U006",
  outputNotWritable: "CR-U007",
  missingFile: "CR-D002",
  raggedLine: "CR-D003",
  brokenQuote: "CR-D004",
  emptyFile: "CR-D005",
  directory: "CR-D006",
  binaryFile: "CR-D007",
  noRows: "CR-D008",
  encoding: "CR-D009",
  columnNames: "CR-D010",
  notANumber: "CR-D011",
  noColumn: "CR-D012",
  constantTarget: "CR-D013",
  missingCells: "CR-D014",
  notFinite: "CR-D015",
  noFeatures: "CR-D016",
  manyClasses: "CR-D017",
  fewRows: "CR-D018",
  unreadable: "CR-D019",
  missingColumns: "CR-D020",
  notFiniteOutput: "CR-D021",
  textColumns: "CR-D022",
  noRun: "CR-F002",
  notATableModel: "CR-F003",
  quality: "CR-Q001",
  diskFull: "CR-B002",
  interrupted: "CR-X130",
  terminated: "CR-X143",
} as const;

/** The letter after `CR-` names the family; the families share an exit code. */
const families: Readonly<Record<string, ExitCode>> = {
  U: exitCodes.usage,
  C: exitCodes.usage,
  D: exitCodes.data,
  F: exitCodes.modelFile,
  T: exitCodes.diverged,
  Q: exitCodes.quality,
  B: exitCodes.device,
};

/** The exit code of an error code; what has no family of its own (shapes, graphs) is our fault: internal. */
export function exitCodeOf(code: string): ExitCode {
  if (code === codes.interrupted) return exitCodes.interrupted;
  if (code === codes.terminated) return exitCodes.terminated;
  return families[code.charAt(3)] ?? exitCodes.internal;
}

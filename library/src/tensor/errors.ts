// The error classes: every failure says what happened, where, what was got, what was expected and how to fix it.

/** The parts of an error message; each one that is present becomes a line a person can act on. */
export interface ErrorDetails {
  /** Where it happened: a layer, a file and line, an argument. */
  readonly where?: string | undefined;
  /** What was received, shortened to something readable. */
  readonly got?: string | undefined;
  /** What would have been accepted. */
  readonly expected?: string | undefined;
  /** What to do about it, as one imperative sentence or a piece of code. */
  readonly fix?: string | undefined;
  /** The error that made this one happen. */
  readonly cause?: unknown;
}

function compose(what: string, { where, got, expected, fix }: ErrorDetails): string {
  const parts = [
    got === undefined ? [] : [`got ${got}`],
    expected === undefined ? [] : [`expected ${expected}`],
  ].flat();
  const comparison = parts.length === 0 ? "" : `: ${parts.join(", ")}`;
  return `${where === undefined ? "" : `${where}: `}${what}${comparison}${fix === undefined ? "" : `. ${fix}`}`;
}

/**
 * Base class of every error that the library throws on purpose.
 *
 * `code` is stable across versions, so programs may test it; `message` is for people and may change.
 */
export class ChainruleError extends Error {
  override readonly name: string = "ChainruleError";
  readonly code: string;
  /** What happened, without the details. */
  readonly what: string;
  readonly details: ErrorDetails;

  constructor(code: string, what: string, details: ErrorDetails = {}) {
    super(compose(what, details), details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.what = what;
    this.details = details;
  }
}

/** Shapes that do not fit each other, an axis outside a shape, a wrong number of values. Code `CR-S001`. */
export class ShapeError extends ChainruleError {
  override readonly name = "ShapeError";
  constructor(what: string, details: ErrorDetails = {}) {
    super("CR-S001", what, details);
  }
}

/** An option with a value that it cannot take: `units: got -3, expected a positive whole number`. Code `CR-C001`. */
export class ConfigError extends ChainruleError {
  override readonly name = "ConfigError";
  constructor(what: string, details: ErrorDetails = {}) {
    super("CR-C001", what, details);
  }
}

/** Values that cannot be learned from: ragged rows, strings in numbers, NaN, labels out of range. Code `CR-D001`. */
export class DataError extends ChainruleError {
  override readonly name = "DataError";
  constructor(what: string, details: ErrorDetails = {}) {
    super("CR-D001", what, details);
  }
}

/** A model file that is damaged, of another kind or of a later version. Code `CR-F001`. */
export class FormatError extends ChainruleError {
  override readonly name = "FormatError";
  constructor(what: string, details: ErrorDetails = {}) {
    super("CR-F001", what, details);
  }
}

/** A graph that cannot be planned, differentiated or run as asked. Code `CR-G001`. */
export class GraphError extends ChainruleError {
  override readonly name = "GraphError";
  constructor(what: string, details: ErrorDetails = {}) {
    super("CR-G001", what, details);
  }
}

/** Training that diverged: a loss that is no longer a finite number. Code `CR-T001`. */
export class TrainingError extends ChainruleError {
  override readonly name = "TrainingError";
  constructor(what: string, details: ErrorDetails = {}) {
    super("CR-T001", what, details);
  }
}

/** A backend that cannot do what a plan asks, or not enough memory for it. Code `CR-B001`. */
export class BackendError extends ChainruleError {
  override readonly name = "BackendError";
  constructor(what: string, details: ErrorDetails = {}) {
    super("CR-B001", what, details);
  }
}

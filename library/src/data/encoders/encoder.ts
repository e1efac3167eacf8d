// What an encoder is: a change of columns that is fitted on training rows and then the same for all others.
import { ConfigError, DataError, formatShape, NdArray } from "../../tensor/index.ts";
import { type ArrayInput, toNdArray } from "../toNdArray.ts";

/** A fitted encoder as plain data, to be stored in a model file. */
export interface EncoderJson {
  readonly type: string;
  readonly [state: string]: string | number | readonly number[];
}

/** A fitted encoder. */
export interface Encoder {
  readonly type: string;
  /** Encodes rows. @throws {DataError} when they have another number of columns than the fitted ones. */
  transform(x: ArrayInput): NdArray;
  /** The rows that encode to these. */
  inverse(x: ArrayInput): NdArray;
  toJSON(): EncoderJson;
}

/** An encoder before it has seen data. */
export interface EncoderFactory {
  (): { fit(x: ArrayInput): Encoder };
  readonly type: string;
  /** A fitted encoder from its saved form. @throws {ConfigError} when it is not one. */
  fromJSON(json: unknown): Encoder;
}

/** What one column's numbers are shifted and divided by: `(x - shift) / scale`. */
export interface ColumnScale {
  readonly shift: readonly number[];
  readonly scale: readonly number[];
}

/** Rows of two axes. */
function matrix(x: ArrayInput, columns?: number): NdArray {
  const array = toNdArray(x, { name: "x" });
  if (array.shape.length !== 2 || array.size === 0 || (columns !== undefined && array.shape[1] !== columns)) {
    throw new DataError("an encoder takes rows of columns", {
      got: `shape ${formatShape(array.shape)}`,
      expected: columns === undefined ? "[rows, columns]" : `[rows,${columns}] as in the fitted rows`,
    });
  }
  return array;
}

/** The numbers of each column. */
export function columnsOf(x: NdArray): Float64Array[] {
  const [rows = 0, columns = 0] = x.shape;
  return Array.from({ length: columns }, (_, column) =>
    Float64Array.from({ length: rows }, (_row, row) => x.data[row * columns + column] ?? 0),
  );
}

function apply(x: NdArray, compute: (value: number, column: number) => number): NdArray {
  const columns = x.shape[1] ?? 1;
  const data = x.data instanceof Float32Array ? new Float32Array(x.size) : new Float64Array(x.size);
  x.data.forEach((value, index) => {
    data[index] = compute(value, index % columns);
  });
  return new NdArray(data, x.shape);
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const isNumbers = (value: unknown): value is readonly number[] =>
  Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === "number" && Number.isFinite(item));

/**
 * Defines an encoder that shifts and divides each column.
 *
 * @param measure shift and scale from one column's numbers; a scale of 0 (a constant column) counts as 1.
 */
export function defineScaler(
  type: string,
  measure: (column: Float64Array) => { readonly shift: number; readonly scale: number },
): EncoderFactory {
  const fitted = ({ shift, scale }: ColumnScale): Encoder => ({
    type,
    transform: (x) => apply(matrix(x, shift.length), (value, at) => (value - (shift[at] ?? 0)) / (scale[at] ?? 1)),
    inverse: (x) => apply(matrix(x, shift.length), (value, at) => value * (scale[at] ?? 1) + (shift[at] ?? 0)),
    toJSON: () => ({ type, shift, scale }),
  });
  const fit = (x: ArrayInput): Encoder => {
    const measured = columnsOf(matrix(x)).map(measure);
    return fitted({
      // JSON has no -0; adding 0 makes it 0.
      shift: measured.map(({ shift }) => shift + 0),
      scale: measured.map(({ scale }) => (scale === 0 ? 1 : scale)),
    });
  };
  const fromJSON = (json: unknown): Encoder => {
    const { type: kind, shift, scale }: Readonly<Record<string, unknown>> = isObject(json) ? json : {};
    const isWhole = isNumbers(shift) && isNumbers(scale) && shift.length === scale.length && !scale.includes(0);
    if (kind !== type || !isWhole) {
      throw new ConfigError(`this is no saved ${type}`, { got: (JSON.stringify(json) ?? String(json)).slice(0, 80) });
    }
    return fitted({ shift, scale });
  };
  return Object.assign(() => ({ fit }), { type, fromJSON });
}

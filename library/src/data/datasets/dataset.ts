// Data sets: pictures or tables that come with the library.
import { DataError, NdArray } from "../../tensor/index.ts";

/** A table of features and the class of each row. */
export interface Dataset {
  /** Features, [rows, columns]. */
  readonly x: NdArray;
  /** The class of each row: its position in `labels`. */
  readonly y: NdArray;
  readonly labels: readonly string[];
  readonly featureNames: readonly string[];
  readonly description: string;
}

/** The text of a file that lies beside the library; in Node it is read, in a page it is loaded. */
export async function readText(address: URL): Promise<string> {
  if (address.protocol === "file:") {
    const { readTextFile } = await import("./nodeDatasets.ts");
    return readTextFile(address);
  }
  const response = await fetch(address);
  if (!response.ok) {
    throw new DataError("the data set cannot be loaded", {
      where: address.href,
      got: `HTTP status ${response.status}`,
    });
  }
  return response.text();
}

/** Pixels of the digits are whole numbers from 0 to 16. */
const darkest = 16;

/**
 * The digits data set from its CSV: 64 columns of pixels, then the digit.
 *
 * @throws {DataError} when the table is not that of the digits.
 */
export function parseDigits(csv: string): Dataset {
  const [header = "", ...lines] = csv.trimEnd().split(/\r?\n/);
  const featureNames = header.split(",").slice(0, -1);
  const columns = featureNames.length;
  const pixels = new Float32Array(lines.length * columns);
  const classes = new Int32Array(lines.length);
  lines.forEach((line, row) => {
    const values = line.split(",").map(Number);
    if (values.length !== columns + 1 || !values.every(Number.isInteger)) {
      throw new DataError("the table of digits is damaged", { got: line.slice(0, 40), where: `line ${row + 2}` });
    }
    for (let column = 0; column < columns; column += 1)
      pixels[row * columns + column] = (values[column] ?? 0) / darkest;
    classes[row] = values[columns] ?? 0;
  });
  return {
    x: new NdArray(pixels, [lines.length, columns]),
    y: new NdArray(classes, [lines.length]),
    labels: Array.from({ length: 10 }, (_, digit) => String(digit)),
    featureNames,
    description:
      "Handwritten digits, 8 by 8 pixels from 0 (white) to 1 (black): the test set of UCI's Optical Recognition of " +
      "Handwritten Digits (E. Alpaydin and C. Kaynak, 1998; CC BY 4.0), as scikit-learn has it.",
  };
}

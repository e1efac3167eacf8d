// Tells text from everything else that somebody may hand over as a table, and names what it is.
import { codes } from "../errors/codes.ts";
import { CommandError } from "../errors/commandError.ts";
import type { Source } from "./source.ts";

interface Signature {
  readonly bytes: readonly number[];
  readonly kind: string;
  readonly fix: string;
}

const csvFix = "save it as CSV (comma-separated text) and give that file";

const signatures: readonly Signature[] = [
  { bytes: [0x50, 0x4b, 0x03, 0x04], kind: "a ZIP archive or an Excel workbook", fix: csvFix },
  { bytes: [0xd0, 0xcf, 0x11, 0xe0], kind: "an old Excel workbook", fix: csvFix },
  { bytes: [0x1f, 0x8b], kind: "compressed with gzip", fix: "decompress it first: gunzip --keep FILE" },
  { bytes: [0x50, 0x41, 0x52, 0x31], kind: "a Parquet file", fix: csvFix },
  { bytes: [0x89, 0x50, 0x4e, 0x47], kind: "a PNG picture", fix: "give a table" },
  { bytes: [0xff, 0xd8, 0xff], kind: "a JPEG picture", fix: "give a table" },
  { bytes: [0x25, 0x50, 0x44, 0x46], kind: "a PDF document", fix: csvFix },
  { bytes: [0x7f, 0x45, 0x4c, 0x46], kind: "a program", fix: "give a table" },
];

const startsWith = (head: Uint8Array, bytes: readonly number[]): boolean =>
  bytes.every((byte, index) => head[index] === byte);

/** Refuses what is not text, from the first bytes of the source. */
export function checkText(head: Uint8Array, source: Source): void {
  const wide = startsWith(head, [0xff, 0xfe]) || startsWith(head, [0xfe, 0xff]);
  if (wide) throw encodingError(source, "UTF-16");
  const known = signatures.find((signature) => startsWith(head, signature.bytes));
  const zero = head.indexOf(0);
  if (known === undefined && zero < 0) return;
  const kind = known?.kind ?? `binary (byte ${zero + 1} is 0)`;
  throw new CommandError(codes.binaryFile, `${source.name} is not a text table: it is ${kind}`, {
    where: source.path,
    fixes: [known?.fix ?? csvFix],
  });
}

/** Text in another encoding than UTF-8. */
export function encodingError(source: Source, encoding: string, line?: number): CommandError {
  const place = line === undefined ? "" : ` on line ${line}`;
  const from = encoding === "UTF-16" ? "UTF-16" : "WINDOWS-1252";
  return new CommandError(codes.encoding, `${source.name} is not UTF-8 text: it has ${encoding}${place}`, {
    where: line === undefined ? source.path : `${source.path}:${line}`,
    fixes: [`iconv -f ${from} -t UTF-8 ${source.path === "-" ? "FILE" : source.path} > utf8.csv`],
  });
}

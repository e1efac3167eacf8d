// Encodes a WebAssembly module: types, an imported memory, functions, exports, data.
import { Bytes } from "./bytes.ts";
import type { FunctionBuilder } from "./functionBuilder.ts";
import { control, type ValueType, valueTypes } from "./opcodes/index.ts";

const sections = { type: 1, import: 2, function: 3, memory: 5, export: 7, code: 10, data: 11 } as const;
const header = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00] as const;
const functionType = 0x60;
const exportKinds = { function: 0x00, memory: 0x02 } as const;

interface DefinedFunction {
  readonly builder: FunctionBuilder;
  readonly results: readonly ValueType[];
}

interface DataSegment {
  readonly address: number;
  readonly bytes: Uint8Array;
}

/** A module under construction. Its memory is imported as `env.memory`, or its own and exported as `memory`. */
export class ModuleBuilder {
  private readonly functions: DefinedFunction[] = [];
  private readonly exports: { readonly name: string; readonly index: number }[] = [];
  private readonly segments: DataSegment[] = [];
  private readonly ownPages: number | undefined;

  /** @param ownPages pages of 64 KiB of a memory of its own; without it the memory is imported. */
  constructor(ownPages?: number) {
    this.ownPages = ownPages;
  }

  /** Adds a function, exported where it has a name; gives its index for calls. */
  add(
    builder: FunctionBuilder,
    { name, results = [] }: { name?: string; results?: readonly ValueType[] } = {},
  ): number {
    const index = this.functions.length;
    this.functions.push({ builder, results });
    if (name !== undefined) this.exports.push({ name, index });
    return index;
  }

  /** Bytes that stand in memory at an address when the module is instantiated. */
  data(address: number, bytes: Uint8Array): void {
    this.segments.push({ address, bytes });
  }

  encode(): Uint8Array<ArrayBuffer> {
    const bytes = new Bytes();
    bytes.append(header);
    const types = this.signatures();
    section(
      bytes,
      sections.type,
      [...types.values()].map(({ encoded }) => encoded),
    );
    if (this.ownPages === undefined) section(bytes, sections.import, [importedMemory()]);
    section(
      bytes,
      sections.function,
      this.functions.map((defined) => unsigned(types.get(signatureKey(defined))?.index ?? 0)),
    );
    if (this.ownPages !== undefined) section(bytes, sections.memory, [limits(this.ownPages)]);
    section(bytes, sections.export, this.exportEntries());
    section(
      bytes,
      sections.code,
      this.functions.map(({ builder }) => sized(builder.encode())),
    );
    section(bytes, sections.data, this.segments.map(dataSegment));
    return bytes.toUint8Array();
  }

  private signatures(): Map<string, { index: number; encoded: Uint8Array }> {
    const types = new Map<string, { index: number; encoded: Uint8Array }>();
    for (const defined of this.functions) {
      const key = signatureKey(defined);
      if (!types.has(key)) types.set(key, { index: types.size, encoded: signature(defined) });
    }
    return types;
  }

  private exportEntries(): Uint8Array[] {
    const entries = this.exports.map(({ name, index }) => exportEntry(name, exportKinds.function, index));
    return this.ownPages === undefined ? entries : [...entries, exportEntry("memory", exportKinds.memory, 0)];
  }
}

function section(bytes: Bytes, id: number, entries: readonly Uint8Array[]): void {
  if (entries.length === 0) return;
  const content = new Bytes();
  content.unsigned(entries.length);
  for (const entry of entries) content.append(entry);
  bytes.byte(id);
  bytes.append(sized(content.toUint8Array()));
}

function build(write: (bytes: Bytes) => void): Uint8Array {
  const bytes = new Bytes();
  write(bytes);
  return bytes.toUint8Array();
}

const unsigned = (value: number): Uint8Array => build((bytes) => bytes.unsigned(value));

function sized(content: Uint8Array): Uint8Array {
  return build((bytes) => {
    bytes.unsigned(content.length);
    bytes.append(content);
  });
}

function signatureKey({ builder, results }: DefinedFunction): string {
  return `${builder.parameters.map(({ type }) => type).join()}:${results.join()}`;
}

function signature({ builder, results }: DefinedFunction): Uint8Array {
  return build((bytes) => {
    bytes.byte(functionType);
    for (const types of [builder.parameters.map(({ type }) => type), results]) {
      bytes.unsigned(types.length);
      for (const type of types) bytes.byte(valueTypes[type]);
    }
  });
}

function limits(pages: number): Uint8Array {
  return build((bytes) => {
    bytes.byte(0);
    bytes.unsigned(pages);
  });
}

function importedMemory(): Uint8Array {
  return build((bytes) => {
    bytes.name("env");
    bytes.name("memory");
    bytes.byte(exportKinds.memory);
    bytes.append(limits(1));
  });
}

function exportEntry(name: string, kind: number, index: number): Uint8Array {
  return build((bytes) => {
    bytes.name(name);
    bytes.byte(kind);
    bytes.unsigned(index);
  });
}

function dataSegment({ address, bytes: content }: DataSegment): Uint8Array {
  return build((bytes) => {
    bytes.byte(0);
    bytes.byte(control.i32Const);
    bytes.signed(address);
    bytes.byte(control.end);
    bytes.append(sized(content));
  });
}

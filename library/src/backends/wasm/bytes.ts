// A growing list of bytes with the number formats of the WebAssembly binary format.

/** Bytes under construction: LEB128 integers, IEEE 754 floats, UTF-8 names. */
export class Bytes {
  private data = new Uint8Array(256);
  private used = 0;

  get length(): number {
    return this.used;
  }

  private reserve(count: number): void {
    if (this.used + count <= this.data.length) return;
    const larger = new Uint8Array(Math.max(this.data.length * 2, this.used + count));
    larger.set(this.data.subarray(0, this.used));
    this.data = larger;
  }

  byte(value: number): void {
    this.reserve(1);
    this.data[this.used] = value;
    this.used += 1;
  }

  append(bytes: Uint8Array | readonly number[]): void {
    this.reserve(bytes.length);
    this.data.set(bytes, this.used);
    this.used += bytes.length;
  }

  /** Unsigned LEB128, up to 32 bits. */
  unsigned(value: number): void {
    let rest = value >>> 0;
    while (rest >= 0x80) {
      this.byte((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    this.byte(rest);
  }

  /** Signed LEB128 of a 32-bit integer. */
  signed(value: number): void {
    let rest = value | 0;
    for (;;) {
      const low = rest & 0x7f;
      rest >>= 7;
      const done = (rest === 0 && (low & 0x40) === 0) || (rest === -1 && (low & 0x40) !== 0);
      this.byte(done ? low : low | 0x80);
      if (done) return;
    }
  }

  /** 32 bits, little-endian. */
  word(value: number): void {
    this.append([value & 0xff, (value >>> 8) & 0xff, (value >>> 16) & 0xff, (value >>> 24) & 0xff]);
  }

  float32(value: number): void {
    this.word(float32Bits(value));
  }

  name(text: string): void {
    const encoded = new TextEncoder().encode(text);
    this.unsigned(encoded.length);
    this.append(encoded);
  }

  /** A copy of what was written. */
  toUint8Array(): Uint8Array<ArrayBuffer> {
    return this.data.slice(0, this.used);
  }
}

const float32View = new Float32Array(1);
const bitsView = new Int32Array(float32View.buffer);

/** The 32 bits of a number rounded to float32. */
export function float32Bits(value: number): number {
  float32View[0] = value;
  return bitsView[0] ?? 0;
}

// Numbers as Python prints them, which differs from JavaScript in ties, exponents and whole numbers.

/**
 * A fixed number of decimals, as Python's `f"{value:.2f}"`: a value exactly in the middle goes to the even digit,
 * where `toFixed` takes the larger.
 */
export function toFixedEven(value: number, digits: number): string {
  if (Number.isNaN(value)) return "nan";
  if (!Number.isFinite(value)) return value > 0 ? "inf" : "-inf";
  const rounded = value.toFixed(digits);
  // A middle has exactly one decimal more, and toFixed is exact where it has the room.
  const exact = value.toFixed(Math.min(100, digits + 55));
  const isMiddle = /^50*$/.test(exact.slice(exact.indexOf(".") + 1 + digits));
  if (!isMiddle || Number(rounded.at(-1)) % 2 === 0) return rounded;
  return exact.slice(0, exact.indexOf(".") + (digits === 0 ? 0 : 1 + digits));
}

/** A floating point number as Python's `str`: `3.0`, `1e-05`, `1e+16`. */
export function showFloat(value: number): string {
  if (!Number.isFinite(value)) return toFixedEven(value, 0);
  const [mantissa = "", exponent = "0"] = value.toExponential().split("e");
  const power = Number(exponent);
  if (value !== 0 && (power < -4 || power >= 16)) {
    return `${mantissa}e${power < 0 ? "-" : "+"}${String(Math.abs(power)).padStart(2, "0")}`;
  }
  const shown =
    power < 0 ? value.toFixed(Math.max(0, mantissa.replace(/[-.]/g, "").length - 1 - power)) : String(value);
  return shown.includes(".") ? shown : `${shown}.0`;
}

/** Text moved to the right in a column, whose width counts characters as Python does. */
export function alignRight(text: string, width: number): string {
  return " ".repeat(Math.max(0, width - [...text].length)) + text;
}

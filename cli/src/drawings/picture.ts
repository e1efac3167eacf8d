// A small grey picture drawn with characters, two to a pixel, so that pixels look square.

const shades = " ░▒▓█";
const ascii = " .:-=+*#%@";

/** Lines of text for `width` × `height` pixels from 0 (paper) to 1 (ink). */
export function picture(pixels: ArrayLike<number>, width: number, height: number, unicode: boolean): string[] {
  const marks = unicode ? shades : ascii;
  return Array.from({ length: height }, (_, row) =>
    Array.from({ length: width }, (_, column) => {
      const ink = Math.min(1, Math.max(0, pixels[row * width + column] ?? 0));
      return (marks[Math.round(ink * (marks.length - 1))] ?? " ").repeat(2);
    }).join(""),
  );
}

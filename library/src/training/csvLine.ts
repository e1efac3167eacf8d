// csvLine: values as one line of a CSV file.

/**
 * Values as RFC 4180 writes them: separated, and in quotes where a value holds the separator, a quote or a line break.
 *
 * @param separator one character.
 */
export function csvLine(values: readonly (string | number)[], separator: string): string {
  const quoted = (value: string): string => {
    const mustQuote = value.includes(separator) || /["\r\n]/.test(value) || value.trim() !== value;
    return mustQuote ? `"${value.replaceAll('"', '""')}"` : value;
  };
  return values.map((value) => quoted(String(value))).join(separator);
}

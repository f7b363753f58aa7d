/** The text that a YAML scalar on one line stands for; null for anything else (several lines, escapes that JSON lacks). */
export function readScalar(written: string): string | null {
  if (/[\r\n]/.test(written)) return null;
  if (/^[|>&*!]/.test(written)) return null;
  if (written.startsWith("'")) {
    const inner = /^'((?:[^']|'')*)'$/.exec(written)?.[1];
    return inner === undefined ? null : inner.replaceAll("''", "'");
  }
  if (!written.startsWith('"')) return written === "" ? null : written;
  try {
    const read: unknown = JSON.parse(written);
    return typeof read === "string" ? read : null;
  } catch {
    // YAML knows more escapes than JSON does; a value that is read wrongly would be worse than none.
    return null;
  }
}

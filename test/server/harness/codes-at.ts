import type { Diagnostic } from "vscode-languageserver/node";

/** `code@"underlined text"` of each diagnostic: what a test says about a range, readable. */
export function codesAt(text: string, diagnostics: readonly Diagnostic[]): string[] {
  const lines = text.split(/\r\n|\n|\r/);
  return diagnostics.map(({ code, range: { start, end } }) => {
    const underlined =
      start.line === end.line
        ? (lines[start.line] ?? "").slice(start.character, end.character)
        : `${(lines[start.line] ?? "").slice(start.character)}…`;
    return `${code}@${underlined}`;
  });
}

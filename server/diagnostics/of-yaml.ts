import type { Diagnostic } from "vscode-languageserver";
import { MANIFEST_CODES } from "../../registry/manifest/index.ts";
import type { TextFile } from "../workspace/index.ts";
import { SOURCE } from "./report.ts";

/** What is wrong with a text as YAML, whatever it is about: every server for YAML says so. */
export const OF_YAML: ReadonlySet<string> = new Set([
  MANIFEST_CODES.syntax,
  MANIFEST_CODES.duplicateKey,
]);

/**
 * What Patchbay would have said of the lines of which another server reports that they are no valid YAML: it mends more of it.
 */
export function ownOfYaml(file: TextFile, reported: readonly Diagnostic[]): Diagnostic[] {
  const others = reported.filter(({ source }) => source?.startsWith("YAML"));
  if (others.length === 0) return [];
  return file.manifest.problems
    .filter(({ code }) => OF_YAML.has(code))
    .map(({ code, message, span, data }) => ({
      range: file.rangeOf(span),
      code,
      message,
      source: SOURCE,
      ...(data && { data }),
    }))
    .filter(({ range }) => others.some((other) => isNear(range, other.range)));
}

/** Two parsers find one slip in neighbouring lines. */
function isNear(one: Diagnostic["range"], other: Diagnostic["range"]): boolean {
  return one.start.line <= other.end.line + 1 && other.start.line <= one.end.line + 1;
}

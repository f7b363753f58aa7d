import { DiagnosticSeverity, DiagnosticTag, type Diagnostic } from "vscode-languageserver";
import { uriOfFile } from "../base/index.ts";
import type { SeveritySetting, TextFile } from "../workspace/index.ts";
import { documentationOf, severitySetting } from "./codes.ts";
import type { Finding } from "./finding.ts";

/** Shown beside every message, so that people can tell whose it is. */
export const SOURCE = "patchbay";

const SEVERITIES = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
} as const;

export interface ReportOptions {
  readonly severity: Readonly<Record<string, SeveritySetting | undefined>>;
  /** Where this bundle is; the documentation lies beside it. */
  readonly bundleFolder: URL;
}

/** What the editor is sent: findings with the user's severities, in the order of the text. */
export function toDiagnostics(
  findings: readonly Finding[],
  file: TextFile,
  options: ReportOptions,
): Diagnostic[] {
  return findings
    .toSorted((one, other) => one.span.start - other.span.start)
    .flatMap((finding) => toDiagnostic(finding, file, options) ?? []);
}

function toDiagnostic(finding: Finding, file: TextFile, options: ReportOptions): Diagnostic | null {
  const severity = severitySetting(finding.code, options.severity) ?? finding.severity;
  if (severity === "off") return null;
  const href = documentationOf(finding.code, options.bundleFolder);
  const related = relatedInformation(finding, file);
  return {
    range: file.rangeOf(finding.span),
    severity: SEVERITIES[severity],
    code: finding.code,
    source: SOURCE,
    message: finding.message,
    ...(href && { codeDescription: { href } }),
    ...(related.length > 0 && { relatedInformation: related }),
    ...(finding.isUnnecessary && { tags: [DiagnosticTag.Unnecessary] }),
    ...(finding.data && { data: finding.data }),
  };
}

function relatedInformation(
  { related = [], elsewhere = [] }: Finding,
  file: TextFile,
): NonNullable<Diagnostic["relatedInformation"]> {
  return [
    ...related.map(({ span, message }) => ({
      location: { uri: file.uri, range: file.rangeOf(span) },
      message,
    })),
    ...elsewhere.map(({ file: other, line, character, message }) => ({
      location: {
        uri: uriOfFile(other),
        range: { start: { line, character }, end: { line, character } },
      },
      message,
    })),
  ];
}

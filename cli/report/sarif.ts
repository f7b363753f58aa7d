import { DIAGNOSTIC_CODES } from "../../server/check/index.ts";
import type { FileReport, SeverityName } from "./report.ts";

const LEVELS: Readonly<Record<SeverityName, string>> = {
  error: "error",
  warning: "warning",
  information: "note",
  hint: "note",
};

/** For code scanning. Source: SARIF 2.1.0, OASIS standard. */
export function renderSarif(reports: readonly FileReport[], version: string): string {
  const log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "patchbay",
            version,
            rules: Object.entries(DIAGNOSTIC_CODES).map(([id, text]) => ({
              id,
              shortDescription: { text },
            })),
          },
        },
        columnKind: "utf16CodeUnits",
        results: reports.flatMap(resultsOf),
      },
    ],
  };
  return JSON.stringify(log, null, 2);
}

function resultsOf({ file, diagnostics }: FileReport): readonly object[] {
  return diagnostics.map(({ code, severity, message, range: { start, end } }) => ({
    ruleId: code,
    level: LEVELS[severity],
    message: { text: message },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: file.split("/").map(encodeURIComponent).join("/") },
          region: {
            startLine: start.line + 1,
            startColumn: start.character + 1,
            endLine: end.line + 1,
            endColumn: end.character + 1,
          },
        },
      },
    ],
  }));
}

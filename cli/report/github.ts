import type { FileReport, SeverityName } from "./report.ts";

const COMMANDS: Readonly<Record<SeverityName, string>> = {
  error: "error",
  warning: "warning",
  information: "notice",
  hint: "notice",
};

/** Annotations of a pull request. Source: GitHub, "Workflow commands for GitHub Actions". */
export function renderForGithub(reports: readonly FileReport[]): string {
  return reports
    .flatMap(({ file, diagnostics }) =>
      diagnostics.map(({ code, severity, message, range: { start, end } }) => {
        const properties = [
          ["file", file],
          ["line", start.line + 1],
          ["endLine", end.line + 1],
          // Columns are for annotations of one line.
          ...(start.line === end.line
            ? [
                ["col", start.character + 1],
                ["endColumn", end.character + 1],
              ]
            : []),
          ["title", code],
        ];
        const written = properties.map(([key, value]) => `${key}=${escapeProperty(String(value))}`);
        return `::${COMMANDS[severity]} ${written.join(",")}::${escapeData(message)}`;
      }),
    )
    .join("\n");
}

function escapeData(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}

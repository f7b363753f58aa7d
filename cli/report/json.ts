import { countOf, SEVERITIES, type FileReport } from "./report.ts";

/** For programs: positions as in LSP. */
export function renderJson(reports: readonly FileReport[]): string {
  const counts = Object.fromEntries(
    SEVERITIES.map((severity) => [severity, countOf(reports, severity)]),
  );
  const files = reports.map(({ file, diagnostics, mended }) => ({
    file,
    diagnostics,
    ...(mended.length > 0 && { mended }),
  }));
  return JSON.stringify({ files, counts }, null, 2);
}

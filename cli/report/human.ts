import { stripVTControlCharacters } from "node:util";
import type { Paint } from "../../registry/cli/index.ts";
import { showLinesOf } from "./excerpt.ts";
import {
  countOf,
  SEVERITIES,
  type FileReport,
  type Mended,
  type ReportedDiagnostic,
} from "./report.ts";

const TONES = { error: "bad", warning: "warning", information: "strong", hint: "faint" } as const;

/** For people: each diagnostic with the line it is about. */
export function renderForPeople(reports: readonly FileReport[], paint: Paint): string {
  const mends = reports.flatMap(({ file, mended }) =>
    mended.map((each) => renderMended(file, each, paint)),
  );
  const found = reports.flatMap(({ file, text, diagnostics }) => {
    const lineAt = showLinesOf(text);
    return diagnostics.map((each) => renderOne(file, lineAt, each, paint));
  });
  return [...mends, ...found, summaryOf(reports)].join("\n");
}

function renderMended(file: string, { code, how, range: { start } }: Mended, paint: Paint): string {
  const place = `${file}:${start.line + 1}:${start.character + 1}`;
  return `${place} ${paint("good", "mended")} ${clean(how)} ${paint("faint", code)}`;
}

function renderOne(
  file: string,
  lineAt: (index: number) => string,
  { code, severity, message, range: { start, end } }: ReportedDiagnostic,
  paint: Paint,
): string {
  const place = `${file}:${start.line + 1}:${start.character + 1}`;
  const head = `${place} ${paint(TONES[severity], severity)} ${clean(message)} ${paint("faint", code)}`;
  const line = lineAt(start.line);
  if (line.trim() === "") return head;
  const number = String(start.line + 1);
  const last = end.line === start.line ? end.character : line.length;
  const marks = "^".repeat(Math.max(1, last - start.character));
  const indent = line.slice(0, start.character).replaceAll(/[^\t]/g, " ");
  return [
    head,
    `${paint("faint", `${number} |`)} ${clean(line)}`,
    `${paint("faint", `${" ".repeat(number.length)} |`)} ${indent}${paint(TONES[severity], marks)}`,
  ].join("\n");
}

/** What a file says never moves the cursor; tabs stay, for the marks below. */
function clean(text: string): string {
  return stripVTControlCharacters(text).replaceAll(/[^\P{Cc}\t]/gu, " ");
}

function summaryOf(reports: readonly FileReport[]): string {
  const counts = SEVERITIES.flatMap((severity) => {
    const count = countOf(reports, severity);
    const isPlural = count > 1 && severity !== "information";
    return count > 0 ? [`${count} ${severity}${isPlural ? "s" : ""}`] : [];
  });
  const files = reports.length === 1 ? "1 file" : `${reports.length} files`;
  const mends = reports.reduce((count, { mended }) => count + mended.length, 0);
  const done = mends > 0 ? `, ${mends} mended` : "";
  return `${files} checked${done}: ${counts.join(", ") || "no problems"}`;
}

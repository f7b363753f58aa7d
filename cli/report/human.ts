import type { Paint } from "../../registry/cli/index.ts";
import { clean, excerptOf } from "./excerpt.ts";
import { HiddenLines } from "./hidden-lines.ts";
import { withoutMany, type LeftOut } from "./leave-out.ts";
import {
  countOf,
  SEVERITIES,
  type FileReport,
  type Mended,
  type ReportedDiagnostic,
} from "./report.ts";

const TONES = { error: "bad", warning: "warning", information: "strong", hint: "faint" } as const;

/** For people: each diagnostic with the line it is about. Unless `showsAll`, what only hints is not told again and again. */
export function renderForPeople(
  reports: readonly FileReport[],
  paint: Paint,
  showsAll: boolean,
): string {
  const mends = reports.flatMap(({ file, mended }) =>
    mended.map((each) => renderMended(file, each, paint)),
  );
  const found = reports.flatMap(({ file, text, diagnostics }) => {
    const lines = new HiddenLines(text);
    const { shown, left } = showsAll ? { shown: diagnostics, left: [] } : withoutMany(diagnostics);
    return [
      ...shown.map((each) => renderOne(file, lines, each, paint)),
      ...left.map((each) => renderLeft(file, each, paint)),
    ];
  });
  return [...mends, ...found, summaryOf(reports)].join("\n");
}

function renderMended(file: string, { code, how, range: { start } }: Mended, paint: Paint): string {
  const place = `${file}:${start.line + 1}:${start.character + 1}`;
  return `${place} ${paint("good", "mended")} ${clean(how)} ${paint("faint", code)}`;
}

function renderOne(
  file: string,
  lines: HiddenLines,
  { code, severity, message, range }: ReportedDiagnostic,
  paint: Paint,
): string {
  const { line, character } = range.start;
  const place = `${file}:${line + 1}:${character + 1}`;
  const head = `${place} ${paint(TONES[severity], severity)} ${clean(message)} ${paint("faint", code)}`;
  const excerpt = excerptOf(lines, range);
  if (excerpt === null) return head;
  const number = String(line + 1);
  const { text, indent, marks } = excerpt;
  return [
    head,
    `${paint("faint", `${number} |`)} ${text}`,
    `${paint("faint", `${" ".repeat(number.length)} |`)} ${indent}${paint(TONES[severity], marks)}`,
  ].join("\n");
}

function renderLeft(file: string, { code, severity, count }: LeftOut, paint: Paint): string {
  const more = `${count} more like these: --all shows them`;
  return `${file} ${paint(TONES[severity], severity)} ${more} ${paint("faint", code)}`;
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

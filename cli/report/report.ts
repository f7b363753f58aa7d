import type { CheckedManifest, Mend } from "../../server/check/index.ts";

export const SEVERITIES = ["error", "warning", "information", "hint"] as const;
export type SeverityName = (typeof SEVERITIES)[number];

/** One diagnostic, with positions as in LSP: counted from 0, in UTF-16 code units. */
export interface ReportedDiagnostic {
  readonly code: string;
  readonly severity: SeverityName;
  readonly message: string;
  readonly range: CheckedManifest["diagnostics"][number]["range"];
}

/** What was found in one file. */
export interface FileReport {
  /** Relative to the working folder, with `/`. */
  readonly file: string;
  readonly text: string;
  readonly diagnostics: readonly ReportedDiagnostic[];
  /** What was wrong and is not any more. */
  readonly mended: readonly Mended[];
}

/** A diagnostic that was mended, with the place where it was. */
export interface Mended extends ReportedDiagnostic {
  /** What was done about it. */
  readonly how: string;
}

/** From LSP's numbers, of which 1 is the most severe. */
export function reportOf(
  file: string,
  text: string,
  { diagnostics }: Pick<CheckedManifest, "diagnostics">,
  mended: readonly Mended[] = [],
): FileReport {
  return {
    file,
    text,
    mended,
    diagnostics: diagnostics.map(reported),
  };
}

export function mendedOf({ diagnostic, title }: Mend): Mended {
  return { ...reported(diagnostic), how: title };
}

function reported({
  code,
  severity = 1,
  message,
  range,
}: CheckedManifest["diagnostics"][number]): ReportedDiagnostic {
  return {
    code: String(code),
    severity: SEVERITIES[severity - 1] ?? "error",
    message: typeof message === "string" ? message : message.value,
    range,
  };
}

export function countOf(reports: readonly FileReport[], severity: SeverityName): number {
  return reports.reduce(
    (count, { diagnostics }) =>
      count + diagnostics.filter((each) => each.severity === severity).length,
    0,
  );
}

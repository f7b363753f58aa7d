import type { ReportedDiagnostic, SeverityName } from "./report.ts";

/** As many as show what there is. */
const MOST_OF_A_KIND = 10;

/** How many diagnostics of a code are not told one by one. */
export interface LeftOut {
  readonly code: string;
  readonly severity: SeverityName;
  readonly count: number;
}

/** The diagnostics without those of which there are many and that nobody has to do anything about. */
export function withoutMany(diagnostics: readonly ReportedDiagnostic[]): {
  readonly shown: readonly ReportedDiagnostic[];
  readonly left: readonly LeftOut[];
} {
  const kinds = new Map<string, { shown: number; left: LeftOut }>();
  const shown = diagnostics.filter(({ code, severity }) => {
    if (severity === "error" || severity === "warning") return true;
    const key = `${severity} ${code}`;
    const kind = kinds.get(key) ?? { shown: 0, left: { code, severity, count: 0 } };
    kinds.set(key, kind);
    if (kind.shown === MOST_OF_A_KIND) {
      kind.left = { code, severity, count: kind.left.count + 1 };
      return false;
    }
    kind.shown += 1;
    return true;
  });
  const left = Array.from(kinds.values(), (kind) => kind.left);
  return { shown, left: left.filter(({ count }) => count > 0) };
}
